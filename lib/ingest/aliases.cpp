#include <array>
#include <ingest/aliases.hpp>

namespace handoff {

namespace {

constexpr std::size_t most_aliases = 9;

struct Aliases {
    std::string_view canonical;
    std::array<std::string_view, most_aliases> words; ///< the unused ones are blank
};

constexpr Aliases person[] = {
    {"email", {"emailaddress", "workemail", "businessemail", "mail", "emailwork"}},
    {"first_name", {"givenname", "firstname1", "forename"}},
    {"last_name", {"surname", "familyname"}},
    {"name", {"fullname", "leadname", "contactname", "personname"}},
    {"title", {"jobtitle", "position", "designation", "jobrole"}},
    {"phone", {"phonenumber", "businessphone", "workphone", "telephone", "tel"}},
    {"mobile", {"mobilephone", "mobilenumber", "cell", "cellphone"}},
    {"company", {"companyname", "organization", "organisation", "accountname", "companyaccount", "employer"}},
    {"website", {"websiteurl", "url", "companywebsite", "web"}},
    {"street", {"address", "streetaddress", "street1", "addressline1"}},
    {"city", {"town", "locality"}},
    {"state", {"stateprovince", "stateregion", "stateorprovince", "province", "region"}},
    {"postal_code", {"zip", "zipcode", "postcode", "zippostalcode"}},
    {"country", {"countryregion", "countryname", "countrycode"}},
    {"language", {"preferredlanguage", "lang"}},
    {"industry", {"sector", "industryname"}},
    {"employees",
     {"numberofemployees", "noofemployees", "employeecount", "numemployees", "companysize", "headcount"}},
    {"annual_revenue", {"revenue", "annualrevenueusd", "companyrevenue"}},
    {"persona", {"buyerrole", "buyerpersona"}},
    {"source", {"leadsource", "originalsource", "origin", "leadorigin", "utmsource"}},
    {"channel", {"leadchannel", "marketingchannel", "utmmedium", "medium"}},
    {"campaign_id", {"campaign", "sourcecampaign", "utmcampaign", "campaignname"}},
    {"status", {"leadstatus", "statusreason"}},
    {"stage", {"lifecyclestage", "leadstage"}},
    {"owner",
     {"leadowner", "contactowner", "ownername", "owneremail", "ownerid", "assignedto", "leadownername"}},
    {"created_at",
     {"createdate", "createddate", "createdon", "createdtime", "created", "datecreated", "creationdate",
      "firstcontactdate"}},
    {"updated_at",
     {"lastmodifieddate", "modifieddate", "modifiedon", "modifiedtime", "lastmodified", "updatedate",
      "updateddate", "updated", "lastupdated"}},
    {"converted", {"isconverted"}},
    {"converted_at", {"converteddate", "conversiondate", "convertedon"}},
    {"converted_contact_id", {"convertedcontact"}},
    {"converted_account_id", {"convertedaccount"}},
    {"converted_deal_id", {"convertedopportunityid", "converteddeal", "convertedopportunity"}},
    {"email_opt_out",
     {"donotemail", "hasoptedoutofemail", "optedoutofemail", "unsubscribed", "emailoptedout"}},
    {"phone_opt_out", {"donotcall", "donotphone", "phoneoptedout"}},
    {"email_bounced", {"isemailbounced", "emailinvalid", "bounced"}},
    {"account_id", {"companyid", "accountid18"}},
    {"merged_into", {"masterrecordid", "masterid", "mergedintoid"}},
    {"merged_ids", {"mergedobjectids", "mergedrecordids", "mergedcontactids", "calculatedmergedvids"}},
    {"notes", {"description", "note", "comments", "comment"}},
};

constexpr Aliases leads[] = {
    {"lead_id", {"leadid18", "id", "recordid", "prospectid", "mqlid", "leadnumber"}}};
constexpr Aliases contacts[] = {{"contact_id", {"contactid18", "id", "recordid", "personid"}}};

constexpr Aliases touches[] = {
    {"touch_id", {"activityid", "eventid", "engagementid", "taskid", "callid", "id"}},
    {"lead_id", {"leadid18", "prospectid", "mqlid", "whoid", "lead"}},
    {"contact_id", {"whoid", "contact", "personid"}},
    {"email", {"emailaddress", "leademail", "contactemail", "recipient"}},
    {"type", {"touchtype", "activitytype", "eventtype", "engagementtype", "event", "activity", "action"}},
    {"at",
     {"occurredat", "timestamp", "activitydate", "eventdate", "eventtime", "datetime", "date", "time",
      "createdat"}},
    {"direction", {"calldirection", "calltype"}},
    {"channel", {"medium", "utmmedium", "marketingchannel"}},
    {"campaign_id", {"campaign", "utmcampaign", "programid", "campaignname"}},
    {"content", {"asset", "contentid", "url", "page", "pageurl", "form", "formname"}},
    {"rep", {"owner", "ownername", "ownerid", "assignedto", "user", "salesrep", "repid"}},
    {"outcome", {"result", "disposition", "callresult", "calldisposition"}},
    {"duration", {"calldurationinseconds", "durationseconds", "callduration", "durationinseconds"}},
    {"subject", {"activitysubject", "tasksubject"}},
    {"account_id", {"companyid"}},
    {"deal_id", {"opportunityid", "potentialid"}},
};

constexpr Aliases deals[] = {
    {"deal_id", {"opportunityid", "potentialid", "id", "recordid"}},
    {"name", {"dealname", "opportunityname", "potentialname", "dealtitle"}},
    {"account_id", {"companyid"}},
    {"lead_id", {"leadid18", "originatingleadid", "prospectid", "mqlid"}},
    {"lead_ids", {"associatedcontactids", "leads"}},
    {"contact_id", {"primarycontactid", "personid"}},
    {"email", {"contactemail", "leademail"}},
    {"amount", {"value", "dealamount", "dealvalue", "opportunityamount"}},
    {"currency", {"currencyisocode", "currencycode", "currencyofvalue"}},
    {"stage", {"stagename", "dealstage", "salesstage", "opportunitystage"}},
    {"status", {"dealstatus", "opportunitystatus"}},
    {"created_at", {"createdate", "createddate", "createdon", "createdtime", "created", "dealcreated"}},
    {"updated_at", {"lastmodifieddate", "modifieddate", "modifiedon", "modifiedtime", "updatetime"}},
    {"closed_at",
     {"closedate", "closingdate", "closeddate", "closedon", "actualclosedate", "expectedclosedate"}},
    {"won_at", {"wondate", "wontime"}},
    {"lost_at", {"lostdate", "losttime"}},
    {"is_won", {"won", "isclosedwon"}},
    {"is_closed", {"closed", "isdealclosed"}},
    {"owner", {"dealowner", "opportunityowner", "ownername", "owneremail", "ownerid", "salesrep"}},
    {"source", {"leadsource", "dealsource"}},
    {"campaign_id", {"campaign", "primarycampaignsource"}},
    {"probability", {"winprobability", "dealprobability"}},
    {"loss_reason", {"lostreason", "closedlostreason", "reasonforloss", "reasonlost"}},
    {"competitor", {"maincompetitor", "losttocompetitor"}},
    {"merged_ids", {"mergedobjectids", "mergeddealids"}},
};

constexpr Aliases deal_contacts[] = {
    {"deal_id", {"opportunityid", "potentialid"}},
    {"contact_id", {"personid", "contact"}},
    {"lead_id", {"leadid18"}},
    {"role", {"contactrole", "type"}},
    {"is_primary", {"primary"}},
};

constexpr Aliases members[] = {
    {"campaign_id", {"programid", "campaign"}},
    {"lead_id", {"leadid18", "prospectid"}},
    {"contact_id", {"personid"}},
    {"email", {"emailaddress"}},
    {"status", {"memberstatus", "membershipstatus"}},
    {"responded", {"hasresponded", "success"}},
    {"at", {"firstrespondeddate", "membershipdate", "createddate", "createdat", "date"}},
};

constexpr Aliases stages[] = {
    {"lead_id", {"contactid", "prospectid", "leadid18"}},
    {"deal_id", {"opportunityid", "potentialid"}},
    {"stage", {"newstage", "tostage", "stagename", "newvalue", "lifecyclestage", "status", "value"}},
    {"at", {"changedat", "dateentered", "timestamp", "createddate", "createdat", "date"}},
    {"by", {"changedby", "createdby", "createdbyid", "user", "owner"}},
    {"field", {"fieldname", "property", "propertyname"}},
};

constexpr Aliases merges[] = {
    {"survivor_id",
     {"survivor", "masterid", "masterrecordid", "winnerid", "canonicalid", "mergedinto", "keptid"}},
    {"merged_id", {"mergedids", "mergeids", "loserid", "duplicateid", "mergedrecordid", "oldid"}},
    {"of", {"object", "record", "recordtype"}},
    {"at", {"mergedat", "timestamp", "date", "createddate"}},
};

constexpr Aliases accounts[] = {
    {"account_id", {"companyid", "organizationid", "id", "recordid"}},
    {"name", {"accountname", "companyname", "company", "organization"}},
    {"website", {"websiteurl", "url", "companydomainname"}},
    {"phone", {"phonenumber", "mainphone", "telephone"}},
    {"country", {"billingcountry", "countryregion", "countrycode"}},
    {"state", {"billingstate", "stateprovince", "stateregion"}},
    {"postal_code", {"zip", "zipcode", "billingpostalcode", "postcode"}},
    {"industry", {"sector"}},
    {"employees", {"numberofemployees", "noofemployees", "employeecount", "companysize", "headcount"}},
    {"annual_revenue", {"revenue"}},
    {"parent_id", {"parentaccountid", "parentcompanyid"}},
    {"owner", {"accountowner", "companyowner", "ownername", "owneremail", "ownerid"}},
    {"named", {"isnamed", "namedaccount", "target", "targetaccount"}},
};

constexpr Aliases campaigns[] = {
    {"campaign_id", {"programid", "id", "recordid"}},
    {"name", {"campaignname", "programname", "title"}},
    {"kind", {"type", "campaigntype", "programtype"}},
    {"channel", {"medium", "utmmedium"}},
    {"status", {"campaignstatus"}},
    {"starts_on", {"startdate", "start", "startson", "begins"}},
    {"ends_on", {"enddate", "end", "finish"}},
    {"budget", {"budgetedcost", "plannedcost"}},
    {"cost", {"actualcost", "spend", "totalcost"}},
    {"currency", {"currencyisocode", "currencycode"}},
    {"why", {"description", "goal"}},
    {"target", {"expectedresponse", "targetcount"}},
};

constexpr Aliases outcomes[] = {
    {"lead_id", {"leadid18", "id"}},
    {"rep", {"owner", "salesrep", "repid", "user"}},
    {"verdict", {"decision", "answer", "result"}},
    {"disposition", {"dispositioncode", "reason", "reasoncode"}},
    {"comment", {"comments", "notes", "note"}},
    {"competitor", {"maincompetitor"}},
    {"content_used", {"contentused"}},
    {"content_missing", {"contentmissing"}},
    {"next_step", {"nextsteps"}},
    {"at", {"date", "timestamp", "answeredat", "createdat", "time"}},
};

std::span<const std::string_view> find(std::span<const Aliases> table, std::string_view canonical) noexcept {
    for (const Aliases& row : table) {
        if (row.canonical != canonical) continue;
        std::size_t used = 0;
        while (used < row.words.size() && !row.words[used].empty()) ++used;
        return std::span(row.words).first(used);
    }
    return {};
}

} // namespace

std::span<const std::string_view> aliases(Kind kind, std::string_view canonical) noexcept {
    switch (kind) {
    case Kind::leads:
        if (const auto found = find(leads, canonical); !found.empty()) return found;
        return find(person, canonical);
    case Kind::contacts:
        if (const auto found = find(contacts, canonical); !found.empty()) return found;
        return find(person, canonical);
    case Kind::touches:
        return find(touches, canonical);
    case Kind::deals:
        return find(deals, canonical);
    case Kind::accounts:
        return find(accounts, canonical);
    case Kind::campaigns:
        return find(campaigns, canonical);
    case Kind::deal_contacts:
        return find(deal_contacts, canonical);
    case Kind::members:
        return find(members, canonical);
    case Kind::stages:
        return find(stages, canonical);
    case Kind::merges:
        return find(merges, canonical);
    case Kind::outcomes:
        return find(outcomes, canonical);
    }
    return {};
}

} // namespace handoff
