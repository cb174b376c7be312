// SPDX-License-Identifier: MIT
// The recordings that we may ship still say what they said when they were made. To accept a change,
// run with ACCEPT=1, read the difference, and commit the new .expected with the reason.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "drivers/replay/summary.hpp"
#include "tests/places.hpp"

namespace softpedal::replay {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> recordings() {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator{places::tests() / "captures"}) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::string contents_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

template <class Value>
void say(std::ostream& out, std::string_view name, const std::optional<Value>& value) {
  if (!value) return;
  if constexpr (requires { value->count(); }) {
    out << ' ' << name << '=' << value->count();
  } else {
    out << ' ' << name << '=' << int{*value};
  }
}

std::string described(const Summary& summary) {
  std::ostringstream out;
  out << "start-ups " << summary.start_ups << '\n';
  for (const auto& [code, count] : summary.channel_events) {
    out << "code " << int{code} << " x " << count << '\n';
  }
  for (const Device& device : summary.devices) {
    out << "device";
    if (device.number) out << ' ' << *device.number;
    say(out, "type", device.type);
    say(out, "transmission", device.transmission);
    out << " messages=" << device.messages << '\n';
    for (const auto& [page, count] : device.pages) {
      out << "  page " << int{page} << " x " << count << '\n';
    }
    for (const auto& [page, count] : device.controls) {
      out << "  control page " << int{page} << " x " << count << '\n';
    }
    if (const auto* trainer = std::get_if<TrainerTotals>(&device.totals)) {
      out << "  events=" << trainer->events << " accumulated_w=" << trainer->accumulated_watts;
      say(out, "power_min_w", trainer->power.least);
      say(out, "power_max_w", trainer->power.most);
      say(out, "cadence_min_rpm", trainer->cadence.least);
      say(out, "cadence_max_rpm", trainer->cadence.most);
      say(out, "distance_m", trainer->distance);
      out << " elapsed_s=" << trainer->elapsed.count() << '\n';
    }
  }
  return out.str();
}

class OwnRecordings : public testing::TestWithParam<std::string> {};

TEST_P(OwnRecordings, StillSayWhatTheySaid) {
  const fs::path file = GetParam();
  const auto summary = summarise_file(file.string());
  ASSERT_TRUE(summary) << summary.error().sentence;
  const std::string got = described(*summary);
  const fs::path expected = fs::path{file}.replace_extension(".expected");
  if (std::getenv("ACCEPT") != nullptr) std::ofstream{expected} << got;
  EXPECT_EQ(got, contents_of(expected));
}

TEST_P(OwnRecordings, HoldNoNetworkKey) {
  std::ifstream text{GetParam()};
  const auto transfers = read_recording(text, GetParam());
  ASSERT_TRUE(transfers);
  for (const Transfer& transfer : *transfers) {
    const bool key = transfer.direction == Direction::HostToStick && transfer.bytes.size() > 2 &&
                     transfer.bytes[2] == 0x46;
    EXPECT_FALSE(key);
  }
}

INSTANTIATE_TEST_SUITE_P(Recorded, OwnRecordings, testing::ValuesIn(recordings()),
                         [](const auto& test) { return fs::path(test.param).stem().string(); });

}  // namespace
}  // namespace softpedal::replay
