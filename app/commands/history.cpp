// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/commands/history_places.hpp"
#include "app/commands/history_range.hpp"
#include "app/commands/history_words.hpp"
#include "app/commands/options.hpp"
#include "app/commands/reading_progress.hpp"
#include "app/commands/settings.hpp"
#include "app/core/plain_text.hpp"
#include "app/core/remark.hpp"
#include "app/language/language.hpp"
#include "app/records/activity.hpp"
#include "app/records/backup.hpp"
#include "app/records/report.hpp"
#include "app/shell/paths.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Fault> wrong_usage(std::string sentence) {
  return tl::unexpected(Fault{FaultCode::WrongUsage, std::move(sentence)});
}

Result<std::unique_ptr<records::History>> open_and_tell() {
  return open_history(say_on_stderr, progress_on_stderr());
}

Result<std::vector<RideSummary>> all_rides() {
  return open_and_tell().and_then(
      [](const std::unique_ptr<records::History>& history) { return history->rides(); });
}

// By its whole name, by how it begins where only one does, or "last".
Result<RideSummary> ride_named(const std::vector<RideSummary>& rides, const std::string& name) {
  if (rides.empty()) {
    return tl::unexpected(
        Fault{FaultCode::BadFile, "Nothing was ridden yet: there is no ride to take."});
  }
  if (name == "last") return rides.back();
  std::vector<const RideSummary*> begin_so;
  for (const RideSummary& ride : rides) {
    if (ride.id == name) return ride;
    if (!name.empty() && ride.id.starts_with(name)) begin_so.push_back(&ride);
  }
  if (begin_so.size() == 1) return *begin_so.front();
  if (begin_so.empty()) {
    return wrong_usage(
        fmt::format("There is no ride \"{}\": softpedal history list names them.", name));
  }
  return wrong_usage(
      fmt::format("{} rides begin with \"{}\", the first is {}: write more of its name.",
                  begin_so.size(), name, begin_so.front()->id));
}

std::string dumped(const nlohmann::json& object) {
  return plain_json(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

int list(const RideRange& range, bool json) {
  const auto rides = all_rides();
  if (!rides) return fail(rides.error());
  const auto asked = rides_in(*rides, range);
  if (!asked) return fail(asked.error());
  if (rides->empty() && !json) fmt::print("Nothing was ridden yet.\n");
  if (!rides->empty() && asked->empty() && !json) fmt::print("No ride of these days is there.\n");
  if (!asked->empty() && !json) fmt::print("{}", list_head());
  for (const RideSummary& ride : *asked) {
    fmt::print("{}\n", json ? dumped(ride_as_json(ride)) : list_line(ride));
  }
  if (!rides->empty() && !range.given() && !json) {
    fmt::print("{}\n", adherence_line(*rides, std::chrono::local_days{today()}));
  }
  return 0;
}

int show(const std::string& name, bool json) {
  const auto history = open_and_tell();
  if (!history) return fail(history.error());
  const auto ride = (*history)->rides().and_then([&](const std::vector<RideSummary>& rides) {
    return ride_named(rides, name).and_then([&](const RideSummary& found) {
      return (*history)->ride(found.id);
    });
  });
  if (!ride) return fail(ride.error());
  if (json) {
    fmt::print("{}\n", dumped(ride_as_json(*ride)));
  } else {
    fmt::print("{}", ride_in_words(*ride));
  }
  return 0;
}

struct ExportOptions {
  std::vector<std::string> what{};
  RideRange range{};
  std::string to = ".";
  std::vector<std::string> formats{};
  bool all = false;
  bool without_health = false;
};

// What of softpedal a rider would miss on another machine, beside the rides.
Result<std::vector<records::Other>> others() {
  const auto config = config_directory();
  if (!config) return tl::unexpected(config.error());
  const auto data = data_directory();
  if (!data) return tl::unexpected(data.error());
  return std::vector<records::Other>{{"settings", *config / "settings.toml"},
                                     {"profiles", *data / "profiles"},
                                     {"trainers", *data / "trainers"}};
}

void tell(const records::Carried& carried, const fs::path& where) {
  for (const std::string& sentence : carried.told) say_on_stderr(sentence);
  fmt::print("{} rides and {} other files: {}\n", carried.rides, carried.files,
             plain_text(where.string()));
}

int export_all(const ExportOptions& options) {
  if (options.range.given()) {
    return fail({FaultCode::WrongUsage,
                 "--all carries everything: leave out --from, --until and --last, or --all."});
  }
  if (options.what.size() != 1 || options.what.front().empty()) {
    return fail({FaultCode::WrongUsage,
                 "--all needs the directory to write to: softpedal history export --all DIR."});
  }
  if (options.without_health) {
    return fail({FaultCode::WrongUsage,
                 "--all carries everything, pain and prescription too: leave out --without-health, "
                 "or name the rides."});
  }
  const auto history = open_and_tell();  // everything that is new comes in first
  if (!history) return fail(history.error());
  const fs::path directory = options.what.front();
  const auto carried = history_places().and_then([&](const records::Places& places) {
    return others().and_then([&](const std::vector<records::Other>& files) {
      return records::carry_out(places, files, directory);
    });
  });
  if (!carried) return fail(carried.error());
  tell(*carried, directory);
  return 0;
}

// Those that were named, those of the days that were given, all, or else the last one.
Result<std::vector<RideSummary>> rides_to_export(const std::vector<RideSummary>& rides,
                                                 const ExportOptions& options) {
  if (!options.what.empty() && options.range.given()) {
    return wrong_usage("Name rides, or give days with --from, --until and --last: not both.");
  }
  const bool every = options.what == std::vector<std::string>{"all"};
  if (every || options.range.given()) {
    auto chosen = rides_in(rides, options.range);
    if (!chosen || !chosen->empty()) return chosen;
    return tl::unexpected(Fault{FaultCode::BadFile, rides.empty()
                                                        ? "Nothing was ridden yet."
                                                        : "No ride of these days is there."});
  }
  const auto names = options.what.empty() ? std::vector<std::string>{"last"} : options.what;
  std::vector<RideSummary> chosen;
  for (const std::string& name : names) {
    const auto ride = ride_named(rides, name);
    if (!ride) return tl::unexpected(ride.error());
    chosen.push_back(*ride);
  }
  return chosen;
}

int export_rides(const ExportOptions& options) {
  if (options.all) return export_all(options);
  std::error_code unknown;
  if (parse_day(options.to) && !fs::exists(options.to, unknown)) {
    return fail({FaultCode::WrongUsage,
                 fmt::format("--to {} is a day: here --to is the directory to write to, and the "
                             "last day is --until {}.",
                             options.to, options.to)});
  }
  const auto asked = [&](std::string_view format) {
    return options.formats.empty() || std::ranges::count(options.formats, format) > 0;
  };
  const records::Formats formats{.fit = asked("fit"),
                                 .tcx = asked("tcx"),
                                 .csv = asked("csv"),
                                 .health = !options.without_health};
  const auto history = open_and_tell();
  if (!history) return fail(history.error());
  const auto rides = (*history)->rides();
  if (!rides) return fail(rides.error());
  const auto chosen = rides_to_export(*rides, options);
  if (!chosen) return fail(chosen.error());
  for (const RideSummary& one : *chosen) {
    const auto files = (*history)->ride(one.id).and_then(
        [&](const KeptRide& ride) { return records::export_ride(ride, options.to, formats); });
    if (!files) return fail(files.error());
    for (const fs::path& file : *files) fmt::print("{}\n", plain_text(file.string()));
  }
  if (formats.health) {
    say_on_stderr(
        "The files hold your pain scores and your prescription: --without-health leaves them out.");
  }
  return 0;
}

int import_from(const std::string& from) {
  const auto carried = history_places().and_then([&](const records::Places& places) {
    return others().and_then([&](const std::vector<records::Other>& files) {
      return records::carry_in(from, places, files, progress_on_stderr());
    });
  });
  if (!carried) return fail(carried.error());
  tell(*carried, from);
  return 0;
}

struct ReportOptions {
  std::string from{};
  std::string to{};
  int days = 28;
  std::optional<std::string> name{};
  std::optional<std::string> language{};
  std::string out{};
};

int report(const ReportOptions& options) {
  const Settings settings = settings_or_defaults();
  const std::string language = options.language.value_or(settings.window.language);
  const auto known = languages();
  if (std::ranges::count(known, language) == 0) {
    return fail(
        {FaultCode::WrongUsage, fmt::format("--language {}: there are {}.", language,
                                            fmt::join(known.begin() + 1, known.end(), ", "))});
  }
  choose_language(language);
  const std::chrono::local_days now{today()};
  const auto last = day_given(options.to, "--until");
  if (!last) return fail(last.error());
  const auto first = day_given(options.from, "--from");
  if (!first) return fail(first.error());
  const auto to = last->value_or(now);
  const auto from = first->value_or(to - std::chrono::days{options.days - 1});
  if (from > to) {
    return fail({FaultCode::WrongUsage, "The report's first day is after its last: swap them."});
  }
  auto rides = all_rides();
  if (!rides) return fail(rides.error());
  const fs::path file = options.out.empty()
                            ? fs::path{fmt::format("softpedal-report-{}.pdf",
                                                   day_text(std::chrono::year_month_day{to}))}
                            : fs::path{options.out};
  const auto written = records::write_report({.name = options.name.value_or(settings.window.name),
                                              .from = from,
                                              .to = to,
                                              .made_on = now,
                                              .rides = std::move(*rides)},
                                             file);
  if (!written) return fail(written.error());
  fmt::print("{}\n", plain_text(file.string()));
  return 0;
}

// At a terminal only: elsewhere nobody answers, and --yes must say it.
bool agreed(const std::string& question) {
  if (::isatty(STDIN_FILENO) != 1) return false;
  fmt::print("{} Type yes: ", question);
  std::fflush(stdout);
  std::string answer;
  return std::getline(std::cin, answer) && answer == "yes";
}

int remove(const std::string& name, bool yes) {
  const auto history = open_and_tell();
  if (!history) return fail(history.error());
  const auto rides = (*history)->rides();
  if (!rides) return fail(rides.error());
  const auto ride = ride_named(*rides, name);
  if (!ride) return fail(ride.error());
  if (!yes && !agreed(fmt::format("{}\nThis ride and its journal are gone for good then.",
                                  list_line(*ride)))) {
    return fail(
        {FaultCode::WrongUsage, fmt::format("{} is kept: --yes deletes it for good.", ride->id)});
  }
  const auto removed = (*history)->remove(ride->id);
  for (const std::string& sentence : (*history)->take_told()) say_on_stderr(sentence);
  if (!removed) return fail(removed.error());
  fmt::print("{} is deleted.\n", ride->id);
  return 0;
}

int morning(int pain, const std::optional<std::string>& swelling) {
  const auto history = open_and_tell();
  if (!history) return fail(history.error());
  const auto rides = (*history)->rides();
  if (!rides) return fail(rides.error());
  // Of a rider's own rides, where there are any: a virtual one has no knee.
  const bool simulated = std::ranges::all_of(*rides, &RideSummary::simulated);
  const std::chrono::local_days now{today()};
  const auto earlier = std::ranges::find_if(rides->rbegin(), rides->rend(), [&](const auto& ride) {
    return std::chrono::local_days{day_of(ride)} < now && ride.simulated == simulated;
  });
  if (earlier == rides->rend()) {
    return fail({FaultCode::WrongUsage,
                 "No ride of an earlier day is there: this morning belongs to none."});
  }
  Morning answer{.day = today(), .pain = pain};
  if (swelling) answer.swelling = *swelling == "yes";
  const auto kept = (*history)->answer_morning(earlier->id, answer);
  if (!kept) return fail(kept.error());
  fmt::print("Kept with the ride of {}.\n", day_text(day_of(*earlier)));
  return 0;
}

}  // namespace

void add_history(CLI::App& app, int& status) {
  CLI::App& history = *app.add_subcommand("history", "Past rides: what was done, and files of it");
  history.require_subcommand(1);
  history.footer(
      "RIDE is a name from `history list`, the beginning of one, or last. Days are those where "
      "you\n"
      "were; the first and the last are included.");

  auto json = std::make_shared<bool>(false);
  CLI::App* listing = history.add_subcommand("list", "Name every ride, the newest last");
  listing->add_flag("--json", *json, "one JSON object a line");
  auto listed = std::make_shared<RideRange>();
  add_range(*listing, *listed, "--until,--to");
  listing->callback([&status, listed, json] { status = list(*listed, *json); });

  auto shown = std::make_shared<std::string>("last");
  CLI::App* showing = history.add_subcommand("show", "Tell a ride in words, with its events");
  showing->add_option("ride", *shown, "RIDE (default: last)");
  showing->add_flag("--json", *json, "one JSON object, with every second");
  showing->callback([&status, shown, json] { status = show(*shown, *json); });

  auto wanted = std::make_shared<ExportOptions>();
  CLI::App* exporting = history.add_subcommand(
      "export", "Write rides as FIT, TCX and CSV; with --all, everything for another machine");
  exporting->add_option("ride", wanted->what,
                        "RIDE ..., or all (default: last); with --all: the directory");
  add_range(*exporting, wanted->range);
  exporting->add_option("--to", wanted->to, "directory to write to (default: this one)");
  exporting->add_option("--format", wanted->formats, "fit, tcx, csv (default: all three)")
      ->check(CLI::IsMember({"fit", "tcx", "csv"}))
      ->delimiter(',');
  exporting->add_flag("--all", wanted->all,
                      "for another machine: journals, settings, profiles and floors, as they are");
  exporting->add_flag("--without-health", wanted->without_health,
                      "without pain, note and prescription: to show to others");
  exporting->callback([&status, wanted] { status = export_rides(*wanted); });

  auto from = std::make_shared<std::string>();
  CLI::App* importing =
      history.add_subcommand("import", "Take in what `export --all` wrote, or other journals");
  importing->add_option("directory", *from, "where they are")->required();
  importing->callback([&status, from] { status = import_from(*from); });

  auto page = std::make_shared<ReportOptions>();
  CLI::App* reporting = history.add_subcommand("report", "Write one page for the physiotherapist");
  reporting->add_option("--from", page->from, "first day, as 2026-11-21");
  reporting->add_option("--until,--to", page->to, "last day (default: today)");
  reporting->add_option("--days", page->days, "so many days up to the last (default: 28)")
      ->check(whole_number(1, 36500));
  reporting->add_option("--name", page->name, "as you wish to be named (default: of the settings)");
  reporting->add_option("--language", page->language, "en or da (default: of the settings)");
  reporting->add_option("--out", page->out, "file (default: softpedal-report-DAY.pdf here)");
  reporting->callback([&status, page] { status = report(*page); });

  auto unwanted = std::make_shared<std::string>();
  auto yes = std::make_shared<bool>(false);
  CLI::App* deleting = history.add_subcommand("delete", "Delete a ride and its journal, for good");
  deleting->add_option("ride", *unwanted, "RIDE")->required();
  deleting->add_flag("--yes", *yes, "do not ask");
  deleting->callback([&status, unwanted, yes] { status = remove(*unwanted, *yes); });

  auto pain = std::make_shared<int>(0);
  auto swelling = std::make_shared<std::optional<std::string>>();
  CLI::App* answering = history.add_subcommand(
      "morning", "Say how the knee is this morning; kept with the last ride before today");
  answering->add_option("pain", *pain, "0 to 10")->required()->check(whole_number(0, 10));
  answering->add_option("--swelling", *swelling, "yes or no")->check(CLI::IsMember({"yes", "no"}));
  answering->callback([&status, pain, swelling] { status = morning(*pain, *swelling); });
}

}  // namespace softpedal::commands
