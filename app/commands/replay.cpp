// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/commands/commands.hpp"
#include "app/commands/decide_again.hpp"
#include "app/commands/replay_output.hpp"
#include "app/core/journal_line.hpp"
#include "app/core/plain_text.hpp"
#include "drivers/replay/recording.hpp"
#include "drivers/replay/summary.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

constexpr int status_different = 1;

enum class Content { Journal, Recording };

Fault bad(const std::string& file, std::string_view why) {
  return {FaultCode::BadFile, fmt::format("{}: {}.", file, why)};
}

// Told by the first line that says anything; the stream is at its beginning again afterwards.
Result<Content> content_of(std::istream& stream, const std::string& file) {
  std::string line;
  while (std::getline(stream, line)) {
    const auto of_journal = parse_journal_line(line);
    const auto of_recording = replay::parse_transfer(line);
    const bool nothing = of_journal && !*of_journal && of_recording && !*of_recording;
    if (nothing) continue;
    stream.clear();
    stream.seekg(0);
    if (of_recording && *of_recording) return Content::Recording;
    if (of_journal && *of_journal) return Content::Journal;
    return tl::unexpected{bad(file,
                              "this is neither a journal of softpedal nor a recording of an "
                              "ANT stick (seconds, H>S or S>H, bytes in hex): name another "
                              "file")};
  }
  return tl::unexpected{bad(file, "the file is empty: name another one")};
}

int replay_journal(std::istream& stream, const std::string& file, bool json) {
  const auto result = decide_again(stream, file);
  if (!result) return fail(result.error());
  const bool same = result->differences.empty();
  if (json) {
    nlohmann::ordered_json differences = nlohmann::ordered_json::array();
    for (const Difference& at : result->differences) {
      differences.push_back(
          {{"line", at.line}, {"event", at.event}, {"recorded", at.recorded}, {"now", at.now}});
    }
    fmt::print("{}\n", nlohmann::ordered_json{{"rides", result->rides},
                                              {"events", result->events},
                                              {"decisions", result->decisions},
                                              {"differences", differences}}
                           .dump());
    return same ? 0 : status_different;
  }
  for (const Difference& at : result->differences) {
    fmt::print("{}:{}: after   {}\n", plain_text(file), at.line, plain_text(at.event));
    fmt::print("  recorded: {}\n", at.recorded.empty() ? "nothing" : plain_text(at.recorded));
    fmt::print("  now:      {}\n", at.now);
  }
  fmt::print("{} events decided again, {} decisions: {}.\n", result->events, result->decisions,
             same ? "no difference" : fmt::format("{} differences", result->differences.size()));
  return same ? 0 : status_different;
}

int replay_recording(std::istream& stream, const std::string& file, bool json) {
  const auto summary = replay::summarise(stream, file);
  if (!summary) return fail(summary.error());
  fmt::print("{}", json ? json_of(*summary).dump() + "\n" : text_of(*summary));
  return 0;
}

int replay_file(const std::string& file, bool json) {
  std::error_code failed;
  // A pipe or a device could keep a reader waiting for ever.
  if (!fs::is_regular_file(file, failed)) {
    return fail(bad(file, fs::exists(file, failed) ? "this is not a file: name a journal or a "
                                                     "recording"
                                                   : "there is no such file: check the name"));
  }
  std::ifstream stream{file, std::ios::binary};
  if (!stream) return fail(bad(file, "the file cannot be read: check its permissions"));
  const auto content = content_of(stream, file);
  if (!content) return fail(content.error());
  return *content == Content::Journal ? replay_journal(stream, file, json)
                                      : replay_recording(stream, file, json);
}

}  // namespace

void add_replay(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "replay", "Decide a journal again and print the differences, or sum up a recording");
  auto file = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  command->add_option("file", *file, "A journal of a ride, or a recording of an ANT stick")
      ->required();
  command->add_flag("--json", *json, "Print one JSON object");
  command->callback([file, json, &status] { status = replay_file(*file, *json); });
}

}  // namespace softpedal::commands
