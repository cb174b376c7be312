// SPDX-License-Identifier: MIT
// What a device says of itself beside its measurements: maker and battery, from the common pages
// (ant-fec.md 4.13) or from those of its own profile. Until it says so, nothing is known.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "app/core/battery.hpp"
#include "drivers/antplus/background.hpp"
#include "drivers/antplus/field.hpp"

namespace softpedal::antplus {

class About {
 public:
  About() = default;  // of a device that has no pages
  explicit About(const ant::ChannelId& id);

  // True: the page told something new.
  bool take(const Payload& page);

  [[nodiscard]] std::optional<std::uint16_t> manufacturer() const { return manufacturer_; }
  // Of several batteries (each pedal has its own) the one that is nearest to its end.
  [[nodiscard]] BatteryStatus battery() const { return battery_; }

 private:
  enum class Pages : std::uint8_t { None, Common, Toggled };

  void take_common(const Payload& page);
  void take_toggled(const Payload& page);
  void learn(std::uint8_t index, BatteryStatus status);

  Pages pages_ = Pages::None;
  std::uint8_t battery_page_ = 0;
  PageToggle toggle_{};
  std::optional<std::uint16_t> manufacturer_{};
  std::array<BatteryStatus, 16> batteries_{};  // by the index in page 82
  BatteryStatus battery_ = BatteryStatus::Unknown;
};

}  // namespace softpedal::antplus
