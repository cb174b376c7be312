// SPDX-License-Identifier: MIT
// The dashboard's laps on the virtual trainer, without a window and without waiting: a test asks as
// a window does, lets virtual time pass, and looks at what the window would be shown.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/commands/decide_again.hpp"
#include "app/commands/laps.hpp"
#include "app/shell/timers.hpp"
#include "tests/app/commands/own_home.hpp"

namespace softpedal::commands {

// Asks for resistance within seconds and keeps on.
inline constexpr const char* brisk = R"(format = 1
name = "Brisk"
phase = "free"
[session]
warm_up_s = 1
ride_s = 600
cool_down_s = 1
[target]
mode = "resistance"
resistance_percent = 2.0
[limits]
torque_mean_nm = 20.0
torque_peak_nm = 30.0
power_w = 150
resistance_percent = 10.0
ramp_up_percent_per_s = 5.0
total_s = 700
[cadence]
low_rpm = 50
high_rpm = 70
[pain]
ask_every_s = 180
ease_at = 3
stop_at = 6
stop_on_rise = 6
[plan]
sessions_per_week = 7
hours_between = 12
[author]
name = "A test"
issued = 2026-11-21
note = "For tests."
)";

inline Laps::Plan simulated_plan(const std::filesystem::path& journals,
                                 std::optional<std::chrono::seconds> wanted = {}) {
  ProfileShelf shelf{today(), wanted};
  const std::size_t profile = shelf.find("acute-1").value();
  RideRequest request{.title = shelf.cards()->at(profile).name,
                      .description = {},
                      .prescription = shelf.prescription(profile),
                      .simulated = true,
                      .journals = journals};
  return {.request = std::move(request),
          .shelf = std::move(shelf),
          .profile = profile,
          .aside = [](const std::function<void()>& work) { work(); }};
}

class LapRoom {
 public:
  using Change = std::function<void(Laps::Plan&)>;

  explicit LapRoom(std::optional<std::chrono::seconds> wanted = {}, const Change& change = {}) {
    Laps::Plan plan = simulated_plan(journals(), wanted);
    if (change) change(plan);
    laps_.emplace(std::move(plan), io_, timers_, err_,
                  Laps::Listener{.published = [this] { ++published; },
                                 .beat = [this](const Watch& watch) { beats.push_back(watch); },
                                 .riding = [this](bool on) { riding.push_back(on); },
                                 .over = [this](const RideEnd& end) { over.push_back(end); },
                                 .closed = [this] { closed = true; }});
    laps_->begin();
  }

  void ask(const ui::Request& request) { laps_->take(request); }
  [[nodiscard]] const ui::Model& model() {
    model_ = laps_->latest();
    return *model_;
  }
  [[nodiscard]] Laps& laps() { return *laps_; }
  [[nodiscard]] Instant now() const { return timers_.now(); }

  void run_for(Duration time) { timers_.run_until(timers_.now() + time); }
  // False: not within ten minutes.
  template <class Condition>
  [[nodiscard]] bool runs_until(Condition condition) {
    for (int i = 0; i < 6000 && !condition(); ++i) run_for(100ms);
    return condition();
  }
  [[nodiscard]] bool gets_ready() {
    return runs_until([this] { return model().ride.phase == Phase::Ready; });
  }
  [[nodiscard]] bool starts() {
    ask(ui::AnswerRedFlags{false});
    ask(ui::Say{Pain{0, true}});
    ask(ui::Say{Started{}});
    return runs_until([this] { return model().ride.elapsed > Duration{0}; });
  }
  // A file, and what it allows more is taken.
  void opens(const std::filesystem::path& file) {
    ask(ui::OpenProfile{file.string()});
    if (const auto offered = model().offered) ask(ui::ChooseProfile{*offered, true});
  }
  // With a prescription that asks for resistance.
  [[nodiscard]] bool rides_with_load() {
    spill(home.path() / "brisk.toml", brisk);
    opens(home.path() / "brisk.toml");
    return gets_ready() && starts() &&
           runs_until([this] { return model().ride.resistance > Percent{0.0}; });
  }
  [[nodiscard]] bool ends() {
    return runs_until([this] { return model().ended.has_value(); });
  }
  [[nodiscard]] ui::Check::Mark mark(ui::Check::What what) {
    return model().checks.at(static_cast<std::size_t>(what)).mark;
  }

  [[nodiscard]] std::filesystem::path journals() const { return home.path() / "journal"; }
  [[nodiscard]] std::vector<std::filesystem::path> records() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator{journals()}) {
      if (entry.path().extension() == ".journal") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  void expect_decides_alike(const std::filesystem::path& journal) const {
    std::ifstream stream{journal};
    const auto again = decide_again(stream, journal.string());
    ASSERT_TRUE(again) << again.error().sentence;
    EXPECT_GT(again->events, 10U);
    EXPECT_EQ(again->rides, 1U);
    EXPECT_TRUE(again->differences.empty());
  }

  OwnHome home{};
  int published = 0;
  bool closed = false;
  std::vector<Watch> beats{};
  std::vector<bool> riding{};
  std::vector<RideEnd> over{};

 private:
  asio::io_context io_{1};
  VirtualTimers timers_{io_};
  Output err_{STDERR_FILENO};
  std::optional<Laps> laps_{};
  std::shared_ptr<const ui::Model> model_{};
};

}  // namespace softpedal::commands
