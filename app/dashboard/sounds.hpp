// SPDX-License-Identifier: MIT
// Short sounds for what the rider must notice without looking. Nothing waits for them: a thread of
// their own plays them, and where there is no sound, or the sound server hangs, they are silent.
#pragma once

#include <cstdint>
#include <memory>

namespace softpedal::ui {

enum class Sound : std::uint8_t { Eased, Stopped, LinkLost, PainDue };

class Sounds {
 public:
  explicit Sounds(bool on);
  ~Sounds();  // cuts off what plays
  Sounds(const Sounds&) = delete;
  Sounds& operator=(const Sounds&) = delete;

  // One thread may call these. One sound waits at most: the newest.
  void play(Sound sound) noexcept;
  void switch_on(bool on) { on_ = on; }

 private:
  class Player;

  bool on_;
  std::shared_ptr<Player> player_{};  // from the first sound on; shared with its thread
};

}  // namespace softpedal::ui
