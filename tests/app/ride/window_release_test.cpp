// SPDX-License-Identifier: MIT
// The window's loop with a trainer that could not be released when its lap was over.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

#include "app/commands/dashboard_loop.hpp"
#include "tests/app/commands/lap_room.hpp"
#include "tests/app/ride/room.hpp"

namespace softpedal::commands {
namespace {

using namespace std::chrono_literals;

class WindowRelease : public testing::Test {
 protected:
  WindowRelease() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    guard_ = Descriptor{ends[0]};
    ride_end_ = Descriptor{ends[1]};
  }

  // A trainer that is out of reach for so many seconds from its 16th on.
  void ride_into_silence(int seconds) {
    sim::WorldOptions options = willing_rider();
    options.faults.push_back(*sim::parse_fault(fmt::format("silence@16+{}", seconds)));
    room_.emplace(options);
    Laps::Plan plan = simulated_plan(home_.path() / "journal");
    spill(home_.path() / "brisk.toml", brisk);
    const auto profile = plan.shelf.open((home_.path() / "brisk.toml").string());
    ASSERT_TRUE(profile);
    plan.profile = *profile;
    plan.request.prescription = plan.shelf.prescription(*profile);
    plan.request.simulated = false;
    plan.request.stick = room_->path();
    plan.request.trainer = 31415;
    loop_.emplace(std::move(plan), std::move(ride_end_), [] {});
    loop_->start();
    ask(ui::AnswerRedFlags{false});
    ask(ui::Say{Pain{0, true}});
    ASSERT_TRUE(sees([](const ui::Model& model) { return model.ride.phase == Phase::Ready; }));
    ask(ui::Say{Started{}});
    ASSERT_TRUE(eventually([&] {
      loop_->side().beat();
      return room_->loaded() && room_->status().at > 16s;
    }));
    ask(ui::Say{Intent::Stop});
    ASSERT_TRUE(sees([](const ui::Model& model) { return model.ended.has_value(); }));
    EXPECT_FALSE(model().ended->released);
    EXPECT_TRUE(std::filesystem::exists(note_));
  }

  void ask(const ui::Request& request) { loop_->side().ask(request); }
  const ui::Model& model() { return *(model_ = loop_->side().latest()); }
  template <class Condition>
  [[nodiscard]] bool sees(Condition condition) {
    return eventually([&] {
      loop_->side().beat();
      heard();
      return loop_->side().latest() && condition(model());
    });
  }
  // The last that the guard heard: trainer, status earned, load, over, as they cross the line.
  struct Heard {
    std::uint32_t trainer;
    int earned;
    bool load_uncertain, over;
  };
  Heard heard() {
    while (::recv(guard_.get(), &heard_, sizeof heard_, MSG_DONTWAIT) > 0) continue;
    return heard_;
  }

  OwnHome home_{};
  std::filesystem::path note_ = home_.path() / "journal/load-uncertain-31415";
  Descriptor guard_{}, ride_end_{};
  Heard heard_{};
  std::optional<Room> room_{};
  std::optional<DashboardLoop> loop_{};
  std::shared_ptr<const ui::Model> model_{};
};

TEST_F(WindowRelease, IsNotMissedWhereSeveralTrainersAreHeardAndNoneIsChosen) {
  sim::WorldOptions options = willing_rider();
  options.faults.push_back(*sim::parse_fault("two_trainers"));
  room_.emplace(options);
  Laps::Plan plan = simulated_plan(home_.path() / "journal");
  plan.request.simulated = false;
  plan.request.stick = room_->path();
  loop_.emplace(std::move(plan), std::move(ride_end_), [] {});
  loop_->start();
  ask(ui::AnswerRedFlags{false});
  ask(ui::Say{Pain{0, true}});
  ask(ui::Say{Started{}});
  ASSERT_TRUE(sees([](const ui::Model& model) {
    return model.checks.at(1).fault == FaultCode::SeveralTrainers;
  }));
  EXPECT_FALSE(model().ended);
  EXPECT_FALSE(model().ride.start_pressed);
  ask(ui::Close{});
  ASSERT_TRUE(sees([](const ui::Model& model) { return model.closed; }));
  loop_->join();
  EXPECT_EQ(loop_->exit_status(), 0);
}

TEST_F(WindowRelease, GoesOnWhileTheWindowIsOpenUntilTheTrainerConfirms) {
  ride_into_silence(22);
  ASSERT_TRUE(sees([](const ui::Model& model) { return model.ended->released; }));
  EXPECT_FALSE(model().ended->fault);
  EXPECT_TRUE(room_->released());
  EXPECT_FALSE(std::filesystem::exists(note_));
  ask(ui::Close{});
  ASSERT_TRUE(sees([](const ui::Model& model) { return model.closed; }));
  loop_->join();
  EXPECT_EQ(loop_->exit_status(), 0) << "what the lap had earned";
  EXPECT_FALSE(heard().load_uncertain);
}

TEST_F(WindowRelease, IsTheGuardsWhenTheWindowIsClosed) {
  ride_into_silence(600);
  ask(ui::Close{});
  ASSERT_TRUE(sees([](const ui::Model& model) { return model.closed; }));
  loop_->join();
  EXPECT_EQ(loop_->exit_status(), 5);
  EXPECT_EQ(heard().trainer, 31415U);
  EXPECT_TRUE(heard().load_uncertain && heard().over);
  EXPECT_EQ(heard().earned, 0);
  EXPECT_TRUE(std::filesystem::exists(note_));
}

TEST_F(WindowRelease, IsNotForgottenOverTheNextLap) {
  ride_into_silence(600);
  ask(ui::NextLap{});
  ASSERT_TRUE(sees([](const ui::Model& model) { return !model.ended && model.lap == 2; }));
  ask(ui::Close{});
  ASSERT_TRUE(sees([](const ui::Model& model) { return model.closed; }));
  loop_->join();
  EXPECT_EQ(heard().trainer, 31415U) << "though the next lap never heard it";
  EXPECT_TRUE(heard().load_uncertain && heard().over);
}

}  // namespace
}  // namespace softpedal::commands
