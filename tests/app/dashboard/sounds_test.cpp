// SPDX-License-Identifier: MIT
// Sounds on machines of our own making: ALSA reads its devices from a file, and that file is a pipe
// here where the test must know that it is being read, or wants it to hang.
#include "app/dashboard/sounds.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "tests/app/shell/scratch.hpp"

namespace softpedal::ui {
namespace {

using namespace std::chrono_literals;

bool until(const std::function<bool()>& condition) {
  const auto limit = std::chrono::steady_clock::now() + 30s;
  while (std::chrono::steady_clock::now() < limit) {
    if (condition()) return true;
    ::poll(nullptr, 0, 2);
  }
  return false;
}

template <class Work>
std::chrono::steady_clock::duration time_of(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - start;
}

// A machine whose only way to sound is ALSA as `devices` describes it.
class Machine {
 public:
  Machine() {
    for (const char* name : {"CANBERRA_DRIVER", "CANBERRA_DEVICE"}) ::unsetenv(name);
    ::setenv("XDG_CACHE_HOME", scratch_.path().c_str(), 1);
    ::setenv("ALSA_CONFIG_PATH", devices().c_str(), 1);
  }
  [[nodiscard]] std::filesystem::path devices() const { return scratch_.path() / "devices"; }
  [[nodiscard]] std::filesystem::path heard() const { return scratch_.path() / "heard"; }

 private:
  Scratch scratch_{};
};

// The devices come through a pipe: whoever reads them waits until they are written.
class SlowMachine : public Machine {
 public:
  SlowMachine() { EXPECT_EQ(::mkfifo(devices().c_str(), 0600), 0); }
  ~SlowMachine() { ::close(end_); }
  SlowMachine(const SlowMachine&) = delete;
  SlowMachine& operator=(const SlowMachine&) = delete;
  [[nodiscard]] bool asked() {
    return until([&] {
      end_ = ::open(devices().c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
      return end_ >= 0;
    });
  }
  void has_none() { ::close(std::exchange(end_, -1)); }

 private:
  int end_ = -1;
};

TEST(Sounds, AreSilentAndSayNothingWhereThereIsNoSound) {
  SlowMachine machine;
  testing::internal::CaptureStderr();
  {
    Sounds sounds{true};
    sounds.play(Sound::LinkLost);
    ASSERT_TRUE(machine.asked());
    machine.has_none();
    // The end waits for a sound that is being tried.
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Sounds, ASoundServerThatHangsHoldsUpNobody) {
  SlowMachine machine;
  auto sounds = std::make_unique<Sounds>(true);
  EXPECT_LT(time_of([&] { sounds->play(Sound::Stopped); }), 500ms);
  ASSERT_TRUE(machine.asked());
  EXPECT_LT(time_of([&] {
              for (int i = 0; i < 1000; ++i) sounds->play(Sound::Eased);
            }),
            500ms);
  EXPECT_LT(time_of([&] { sounds.reset(); }), 2s);
}

TEST(Sounds, EachIsHeardAndSoundsDifferent) {
  if (!std::filesystem::exists("/usr/share/sounds/freedesktop/stereo")) {
    GTEST_SKIP() << "the freedesktop sound theme is not installed";
  }
  std::set<std::string> heard;
  for (const auto sound : {Sound::Eased, Sound::Stopped, Sound::LinkLost, Sound::PainDue}) {
    const Machine machine;
    std::ofstream{machine.devices()} << "pcm.!default { type file slave.pcm { type null } file \""
                                     << machine.heard().string() << "\" format raw }\n";
    Sounds sounds{true};
    sounds.play(sound);
    constexpr std::size_t tenth = 16'000;  // bytes: 0.1 s, louder than nothing in each of them
    ASSERT_TRUE(until([&] { return slurp(machine.heard()).size() > tenth; }));
    heard.insert(slurp(machine.heard()).substr(0, tenth));
  }
  EXPECT_EQ(heard.size(), 4U);
}

TEST(Sounds, SwitchedOffPlayNothingUntilSwitchedOn) {
  SlowMachine machine;
  Sounds sounds{false};
  sounds.play(Sound::Eased);
  sounds.switch_on(true);
  sounds.switch_on(false);
  sounds.play(Sound::Eased);
  EXPECT_EQ(::open(machine.devices().c_str(), O_WRONLY | O_NONBLOCK), -1) << "nobody reads it";
  sounds.switch_on(true);
  sounds.play(Sound::Eased);
  ASSERT_TRUE(machine.asked());
  machine.has_none();
}

}  // namespace
}  // namespace softpedal::ui
