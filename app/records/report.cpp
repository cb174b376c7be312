// SPDX-License-Identifier: MIT
#include "app/records/report.hpp"

#include <cairo-pdf.h>
#include <cairo.h>
#include <fmt/format.h>

#include <memory>

#include "app/records/files.hpp"
#include "app/records/report_page.hpp"
#include "app/records/report_phrases.hpp"
#include "app/records/report_sums.hpp"
#include "app/records/report_words.hpp"

namespace softpedal::records {
namespace {

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

cairo_status_t append(void* bytes, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

// The same sums give the same bytes: the document's date is the day it was made on.
std::string document(const ReportSums& sums, const Report& report) {
  std::string bytes;
  const Surface surface{
      cairo_pdf_surface_create_for_stream(append, &bytes, page_width, page_height),
      &cairo_surface_destroy};
  const auto tell = [&surface](cairo_pdf_metadata_t what, const std::string& value) {
    cairo_pdf_surface_set_metadata(surface.get(), what, value.c_str());
  };
  tell(CAIRO_PDF_METADATA_TITLE, fmt::format("{}, {}", say(words::report_title),
                                             say(words::period, day(report.from), day(report.to))));
  tell(CAIRO_PDF_METADATA_CREATOR,
       sums.software.empty() ? "softpedal" : readable(sums.software.back()));
  tell(CAIRO_PDF_METADATA_CREATE_DATE, day(report.made_on) + "T00:00:00Z");
  {
    const Context context{cairo_create(surface.get()), &cairo_destroy};
    Pen pen{context.get()};
    draw_page(pen, sums, report.name, report.made_on);
    cairo_show_page(context.get());
  }
  cairo_surface_finish(surface.get());
  return cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS ? bytes : std::string{};
}

}  // namespace

Result<void> write_report(const Report& report, const std::filesystem::path& file) {
  const auto sums = sums_of(report);
  if (!sums) return tl::unexpected(sums.error());
  const std::string bytes = document(*sums, report);
  if (bytes.empty()) {
    return tl::unexpected(
        Fault{FaultCode::BadFile,
              "The report cannot be drawn: see that memory is free and fonts are installed."});
  }
  return write_whole(file, bytes);
}

}  // namespace softpedal::records
