#pragma once

#include <atomic>
#include <xlsxwriter.h>

/// libxlsxwriter, loaded when the first workbook is written: it brings OpenSSL with it, and loading both
/// would cost every command a millisecond or more. What stands in this namespace is called as the functions
/// of the library are.
namespace handoff::xlsx {

/// A function of the library. Throws Error (request) when the library is not there.
void* find_function(const char* name);

template <class Function>
class LoadedFunction;

template <class Result, class... Arguments>
class LoadedFunction<Result (*)(Arguments...)> {
  public:
    explicit constexpr LoadedFunction(const char* name) noexcept : name_(name) {}
    Result operator()(Arguments... arguments) const {
        void* function = function_.load(std::memory_order_relaxed);
        if (function == nullptr) function_ = function = find_function(name_);
        return reinterpret_cast<Result (*)(Arguments...)>(function)(arguments...);
    }

  private:
    const char* name_;
    mutable std::atomic<void*> function_{nullptr};
};

#define HANDOFF_LOADED(name)                                                                                 \
    inline const LoadedFunction<decltype(&::name)> name { #name }

HANDOFF_LOADED(format_set_align);
HANDOFF_LOADED(format_set_bold);
HANDOFF_LOADED(format_set_bottom);
HANDOFF_LOADED(format_set_font_size);
HANDOFF_LOADED(format_set_num_format);
HANDOFF_LOADED(format_set_text_wrap);
HANDOFF_LOADED(format_set_top);
HANDOFF_LOADED(lxw_strerror);
HANDOFF_LOADED(lxw_workbook_free);
HANDOFF_LOADED(workbook_add_format);
HANDOFF_LOADED(workbook_add_worksheet);
HANDOFF_LOADED(workbook_close);
HANDOFF_LOADED(workbook_new);
HANDOFF_LOADED(workbook_set_properties);
HANDOFF_LOADED(worksheet_autofilter);
HANDOFF_LOADED(worksheet_fit_to_pages);
HANDOFF_LOADED(worksheet_freeze_panes);
HANDOFF_LOADED(worksheet_repeat_rows);
HANDOFF_LOADED(worksheet_set_column);
HANDOFF_LOADED(worksheet_set_landscape);
HANDOFF_LOADED(worksheet_write_blank);
HANDOFF_LOADED(worksheet_write_comment);
HANDOFF_LOADED(worksheet_write_number);
HANDOFF_LOADED(worksheet_write_string);

#undef HANDOFF_LOADED

} // namespace handoff::xlsx
