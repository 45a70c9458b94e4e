#include "report/credit_table.hpp"

#include "attribution/shares.hpp"
#include "base/parallel.hpp"
#include "report/amounts.hpp"
#include "report/estimate.hpp"

#include <handoff/error.hpp>
#include <handoff/words.hpp>

#include <algorithm>
#include <functional>
#include <numeric>
#include <thread>
#include <unordered_map>

namespace handoff {
namespace {

struct ModelText {
    PathModel model;
    const char *title, *definition;
};

constexpr ModelText model_texts[] = {
    {PathModel::first, "first", "all of it to the first touch"},
    {PathModel::last, "last", "all of it to the last touch"},
    {PathModel::linear, "linear", "evenly to every touch: a channel seen twice counts twice"},
    {PathModel::linear_channels, "linear, channels",
     "evenly to every channel of the path, however often it was seen (Shapley's value of the sets of "
     "channels)"},
    {PathModel::u_shaped, "U", "40% first touch, 40% last, 20% those between"},
    {PathModel::w_shaped, "W",
     "30% first touch, 30% the one that brought the lead in, 30% the deal, 10% the others"},
    {PathModel::full_path, "full path",
     "22.5% each for the first touch, those that brought the lead and the deal, and the last, 10% the "
     "others"},
    {PathModel::time_decay, "decay", "half as much for every half-life that a touch lies before the end"},
};

/// Numbers of rows, each row once.
class EachOnce {
  public:
    void add(const Measured& more) {
        for (std::size_t i = 0; i < more.rows.size(); ++i) number_of(more.rows[i]) += more.values[i];
    }
    void set(std::uint32_t row, double value) { number_of(row) = value; }
    const Measured& measured() const noexcept { return all_; }

  private:
    double& number_of(std::uint32_t row) {
        const auto [position, is_new] = positions_.try_emplace(row, all_.rows.size());
        if (is_new) all_.add(row, 0);
        return all_.values[position->second];
    }

    Measured all_;
    std::unordered_map<std::uint32_t, std::size_t> positions_;
};

/// What one model gives each channel.
struct ModelCredit {
    std::string key, title, definition;
    Credit credit;
    std::vector<Measured> behind; ///< of each channel; empty where credit is not shared path by path
    std::string missing;          ///< why it cannot be worked out; empty: it was
};

/// All models of some paths, worked out once and side by side by several threads.
class Models {
  public:
    Models(const TouchPaths& paths, const Converted& converted, const CreditSubject& subject)
        : paths_(paths), converted_(converted), subject_(subject) {
        for (const ModelText& text : model_texts)
            if (can_share(text.model)) texts_.push_back(&text);
        all_.resize(texts_.size() + orders);
        // The Markov chains take longest, so that they begin first.
        in_parallel(std::thread::hardware_concurrency(), all_.size() + 1, 1,
                    [&](std::size_t job, std::size_t, unsigned) { work_out(job); });
    }
    const std::vector<ModelCredit>& all() const noexcept { return all_; }
    /// Of each channel: the paths that converted on which it is, and how often they did.
    const std::vector<Measured>& touched() const noexcept { return touched_; }

  private:
    static constexpr unsigned orders = 2;

    void work_out(std::size_t job) {
        if (job < orders)
            all_[texts_.size() + job] = markov_of(static_cast<unsigned>(job) + 1);
        else if (job - orders < texts_.size())
            all_[job - orders] = shared_by(*texts_[job - orders]);
        else
            find_touched();
    }

    void find_touched() {
        touched_.resize(paths_.channels.size());
        for (const std::size_t number : converted_.paths) {
            const TouchPaths::Path& path = paths_.paths[number];
            if (path.conversions == 0) continue;
            const auto row =
                subject_.rows.empty() ? static_cast<std::uint32_t>(number) : subject_.rows[number];
            for (const std::uint32_t channel : paths_.steps_of(path)) {
                Measured& touched = touched_[channel];
                if (touched.rows.empty() || touched.rows.back() != row) touched.add(row, path.conversions);
            }
        }
    }

    bool can_share(PathModel model) const {
        if (model == PathModel::time_decay) return !paths_.ages.empty();
        if (model != PathModel::w_shaped && model != PathModel::full_path) return true;
        return std::any_of(converted_.paths.begin(), converted_.paths.end(), [&](std::size_t number) {
            return paths_.paths[number].deal != TouchPaths::no_step;
        });
    }

    ModelCredit shared_by(const ModelText& text) const {
        ModelCredit model{
            .key = std::string(to_text(text.model)), .title = text.title, .definition = text.definition};
        if (subject_.rows.empty()) {
            model.credit = credit(text.model, paths_, converted_, subject_.half_life_days);
            return model;
        }
        model.credit.conversions.resize(paths_.channels.size());
        model.credit.value.resize(paths_.channels.size());
        model.behind.resize(paths_.channels.size());
        share_paths(text.model, paths_, converted_, subject_.half_life_days,
                    [&](std::size_t path, std::uint32_t channel, double conversions, std::int64_t value) {
                        model.credit.value[channel] += value; // money adds up in whole units
                        model.credit.conversions[channel] += conversions;
                        if (subject_.units ? value != 0 : conversions != 0)
                            add_part(model.behind[channel], subject_.rows[path],
                                     subject_.amount(conversions, value));
                    });
        return model;
    }

    ModelCredit markov_of(unsigned order) const {
        ModelCredit model{.key = "markov_" + std::to_string(order),
                          .title = "Markov " + std::to_string(order),
                          .definition =
                              "by how much is lost without the channel in a Markov chain that remembers " +
                              counted(order, "step") + ", solved exactly"};
        try {
            model.credit = markov(paths_, order);
        } catch (const Error& error) {
            if (error.fault() != Fault::data) throw;
            model.missing = error.diagnostics().front().what;
        }
        return model;
    }

    static void add_part(Measured& behind, std::uint32_t row, double part) {
        if (!behind.rows.empty() && behind.rows.back() == row)
            behind.values.back() += part;
        else
            behind.add(row, part);
    }

    const TouchPaths& paths_;
    const Converted& converted_;
    const CreditSubject& subject_;
    std::vector<const ModelText*> texts_;
    std::vector<ModelCredit> all_;
    std::vector<Measured> touched_;
};

class CreditTable {
  public:
    CreditTable(const TouchPaths& paths, const Converted& converted, const CreditSubject& subject,
                const Models& models)
        : paths_(paths), converted_(converted), subject_(subject), touched_(models.touched()) {
        for (const ModelCredit& model : models.all()) {
            if (model.missing.empty())
                models_.push_back(&model);
            else if (converted.conversions > 0)
                table_.notes.push_back(model.title + " is left out: " + model.missing);
        }
    }

    ReportTable make() {
        table_.key = subject_.key;
        table_.title = subject_.title;
        add_columns();
        add_rows();
        add_untouched();
        add_total();
        return std::move(table_);
    }

  private:
    bool money() const noexcept { return subject_.units.has_value(); }
    double credit_of(const ModelCredit& model, std::size_t channel) const {
        return subject_.amount(model.credit.conversions[channel], model.credit.value[channel]);
    }

    void add_columns() {
        table_.columns = {{.key = "group", .title = subject_.by, .definition = "where the touch came from"},
                          {.key = "touched",
                           .title = subject_.converted,
                           .unit = subject_.rows.empty() ? Unit::number : Unit::count,
                           .definition = "the " + subject_.converted + " with at least one touch of this " +
                                         subject_.by + ": they overlap, and do not add up"}};
        table_.columns.push_back(amount_column("least", "least", "the least that any model gives", true));
        table_.columns.push_back(amount_column(
            "most", "most", "the most that any model gives: between the two lies what is not known", true));
        for (const ModelCredit* model : models_) {
            table_.columns.push_back(
                amount_column(model->key, model->title, model->definition, model->behind.empty()));
            table_.columns.back().charted = true;
        }
        table_.chart = ReportTable::Chart::spread;
    }

    ReportColumn amount_column(std::string key, std::string title, std::string definition,
                               bool derived) const {
        return {.key = std::move(key),
                .title = std::move(title),
                .unit = money() ? Unit::money : Unit::number,
                .definition = std::move(definition),
                .currency = subject_.currency,
                .derived = derived};
    }

    void add_rows() {
        std::vector<std::size_t> order;
        std::vector<double> sums(paths_.channels.size());
        for (std::size_t channel = 0; channel < sums.size(); ++channel) {
            for (const ModelCredit* model : models_) sums[channel] += credit_of(*model, channel);
            if (!touched_[channel].rows.empty()) order.push_back(channel);
        }
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return sums[a] > sums[b]; });
        constexpr std::size_t most = 20;
        const std::size_t shown = order.size() > most ? most - 1 : order.size();
        for (std::size_t i = 0; i < shown; ++i) add_row(paths_.channels[order[i]], {&order[i], 1});
        if (shown == order.size()) return;
        add_row("(other)", std::span(order).subspan(shown));
        table_.notes.push_back(counted(order.size() - shown, "more " + subject_.by) +
                               " with less credit are put together as '(other)'");
    }

    /// One row for a channel, or for several together.
    void add_row(const std::string& name, std::span<const std::size_t> channels) {
        std::vector<ReportCell> row = {name, touched_cell(channels), {}, {}};
        for (const ModelCredit* model : models_) {
            double sum = 0;
            EachOnce behind;
            for (const std::size_t channel : channels) {
                sum += credit_of(*model, channel);
                if (!model->behind.empty()) behind.add(model->behind[channel]);
            }
            if (money()) sum = tidy_sum(sum);
            ReportCell cell(sum);
            if (!model->behind.empty())
                cell.behind = std::make_shared<const RowsBehind>(
                    RowsBehind{subject_.of, behind.measured().rows, behind.measured().values});
            widen(row[2], std::less<>(), cell);
            widen(row[3], std::greater<>(), cell);
            row.push_back(std::move(cell));
        }
        table_.rows.push_back(std::move(row));
    }

    /// The least, or the most, of the numbers seen, with the rows behind it. Of two that are the same, the
    /// one that has any.
    template <class Before>
    static void widen(ReportCell& limit, Before before, const ReportCell& cell) {
        const double* const so_far = std::get_if<double>(&limit.value);
        const double number = std::get<double>(cell.value);
        if (!so_far || before(number, *so_far) || (number == *so_far && !limit.behind)) limit = cell;
    }

    ReportCell touched_cell(std::span<const std::size_t> channels) const {
        if (subject_.rows.empty() && channels.size() == 1) { // no path comes twice
            const std::vector<double>& values = touched_[channels.front()].values;
            return std::accumulate(values.begin(), values.end(), 0.0);
        }
        EachOnce all;
        for (const std::size_t channel : channels)
            for (std::size_t i = 0; i < touched_[channel].rows.size(); ++i)
                all.set(touched_[channel].rows[i], touched_[channel].values[i]);
        const Measured& touched = all.measured();
        if (subject_.rows.empty()) return std::accumulate(touched.values.begin(), touched.values.end(), 0.0);
        return count_cell(touched.rows, subject_.of);
    }

    void add_untouched() {
        if (subject_.untouched.empty()) return;
        const double worth = money() ? std::accumulate(subject_.untouched_amounts.begin(),
                                                       subject_.untouched_amounts.end(), 0.0)
                                     : static_cast<double>(subject_.untouched.size());
        std::vector<ReportCell> row = {"(no touch)", count_cell(subject_.untouched, subject_.of)};
        for (std::size_t i = 0; i < models_.size() + 2; ++i) {
            row.emplace_back(worth);
            row.back().behind = untouched_behind();
        }
        table_.rows.push_back(std::move(row));
        table_.notes.push_back(counted(subject_.untouched.size(), "of the " + subject_.converted,
                                       "of the " + subject_.converted) +
                               " had no touch that counts in the look-back: '(no touch)'");
    }

    std::shared_ptr<const RowsBehind> untouched_behind() const {
        return std::make_shared<const RowsBehind>(RowsBehind{
            subject_.of, subject_.untouched, money() ? subject_.untouched_amounts : std::vector<double>()});
    }

    void add_total() {
        double all = subject_.amount(converted_.conversions, converted_.value);
        all += money() ? std::accumulate(subject_.untouched_amounts.begin(), subject_.untouched_amounts.end(),
                                         0.0)
                       : static_cast<double>(subject_.untouched.size());
        if (money()) all = tidy_sum(all);
        table_.total = {
            "all", static_cast<double>(subject_.untouched.size()) + converted_.conversions, {}, {}};
        for (std::size_t i = 0; i < models_.size(); ++i) table_.total.emplace_back(all);
    }

    const TouchPaths& paths_;
    const Converted& converted_;
    const CreditSubject& subject_;
    std::vector<const ModelCredit*> models_; ///< those that could be worked out
    const std::vector<Measured>& touched_;
    ReportTable table_;
};

} // namespace

ReportTable credit_table(const TouchPaths& paths, const CreditSubject& subject) {
    return credit_tables(paths, Converted(paths), {&subject, 1}).front();
}

std::vector<ReportTable> credit_tables(const TouchPaths& paths, const Converted& converted,
                                       std::span<const CreditSubject> subjects) {
    const Models models(paths, converted, subjects.front());
    std::vector<ReportTable> tables;
    for (const CreditSubject& subject : subjects)
        tables.push_back(CreditTable(paths, converted, subject, models).make());
    return tables;
}

} // namespace handoff
