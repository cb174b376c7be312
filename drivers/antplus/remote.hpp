// SPDX-License-Identifier: MIT
// A handlebar remote, ANT+ Controls, type 16: its buttons as intents of the rider. A button that is
// not listed here means nothing.
//
// Field notes
//   - The roles are turned round: the remote is the slave that searches, and we are the master, a
//     "controllable device" that says in each slot, four times a second, that it may be commanded.
//   - Page 2, what we send: byte 1 notifications (0), bytes 2-6 zero, byte 7 what may be commanded:
//     bit 0 audio, 3 keypad, 4 generic commands, 5 video, 6 burst. Now and then pages 80 and 81.
//     [agree: Tigge/openant controls_device.py; WouterJD/FortiusANT antCTRL.py sends 10 in byte 7
//     and 80 and 81 once each in 130 pages]
//   - Page 73, what a remote sends as acknowledged data: 1-2 its serial number, 3-4 its maker, 5 a
//     sequence number, one more with each press, 6-7 the command. [agree: the same two]
//   - Commands: 0 menu up, 1 menu down, 2 select, 3 back, 4 home, 32 start, 33 stop, 34 reset, 35
//     length, 36 lap; 32768 and above are custom, 65535 none. [agree: the same two]
//   - It may ask for page 71 by page 70: 1 the last page (73), 2 its sequence, 3 status 0, 4-5 the
//     command. [agree: the same two]
//   - A remote sends a press again until it is confirmed, so a press may arrive twice; the same
//     page within 5 s is taken for the same press (decision). Unknown: remotes that do not count.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/event.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/antplus/field.hpp"

namespace softpedal::antplus {

namespace availability_page {
inline constexpr std::uint8_t number = 0x02;
inline constexpr Bits capabilities{.bit = 56, .width = 8};
inline constexpr std::uint8_t generic_commands = 0x10;
}  // namespace availability_page

namespace generic_command_page {
inline constexpr std::uint8_t number = 0x49;
inline constexpr Bits serial{.bit = 8, .width = 16};
inline constexpr Bits maker{.bit = 24, .width = 16};
inline constexpr Bits sequence{.bit = 40, .width = 8};
inline constexpr Bits command{.bit = 48, .width = 16};
}  // namespace generic_command_page

enum class RemoteCommand : std::uint16_t {
  MenuUp = 0,
  MenuDown = 1,
  MenuSelect = 2,
  MenuBack = 3,
  Home = 4,
  Start = 32,
  Stop = 33,
  Lap = 36,
};

// The largest buttons ease; what leads back or out stops.
[[nodiscard]] std::optional<Intent> intent_of(RemoteCommand command);

class Remote {
 public:
  static constexpr Duration same_press = 5s;

  // Data that came from the remote.
  std::optional<Intent> take(const ant::Data& data, Instant now);
  // What to broadcast in the next slot.
  Payload next_page();

 private:
  unsigned turn_ = 0;
  std::optional<Payload> last_{};  // page 73
  Instant last_at_{};
  int status_due_ = 0;  // so many answers with page 71
};

}  // namespace softpedal::antplus
