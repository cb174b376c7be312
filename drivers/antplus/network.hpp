// SPDX-License-Identifier: MIT
// The ANT+ network and its profiles (ant-fec.md 3.1 and 3.2).
//
// The network key below stands in the open in many public programs, but its owner hands it to
// registered ANT+ adopters under a licence. Whoever ships this program decides about adopter
// status. It stands here and nowhere else, and never enters a log, a recording or a journal. A
// wrong key shows no error: the channel just searches for ever.
#pragma once

#include <array>
#include <cstdint>

namespace softpedal::antplus {

inline constexpr std::array<std::uint8_t, 8> network_key{0xB9, 0xA5, 0x21, 0xFB,
                                                         0xBD, 0x72, 0xC3, 0x45};
inline constexpr std::uint8_t frequency = 57;  // MHz above 2400

struct Profile {
  std::uint8_t device_type;
  std::uint16_t period;       // 1/32768 s
  std::uint8_t transmission;  // of usual masters; a slave searches with 0
};

namespace profile {
inline constexpr Profile fitness_equipment{.device_type = 17, .period = 8192, .transmission = 5};
inline constexpr Profile heart_rate{.device_type = 120, .period = 8070, .transmission = 1};
inline constexpr Profile bike_power{.device_type = 11, .period = 8182, .transmission = 5};
inline constexpr Profile speed_cadence{.device_type = 121, .period = 8086, .transmission = 1};
inline constexpr Profile cadence{.device_type = 122, .period = 8102, .transmission = 1};
inline constexpr Profile speed{.device_type = 123, .period = 8118, .transmission = 1};
inline constexpr Profile controls{.device_type = 16, .period = 8192, .transmission = 5};
}  // namespace profile

}  // namespace softpedal::antplus
