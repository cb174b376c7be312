// SPDX-License-Identifier: MIT
#include "drivers/sim/remote.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "drivers/antplus/network.hpp"

namespace softpedal::sim {

namespace {

constexpr std::uint32_t own_serial = 4321;
constexpr std::uint32_t development = 255;
// A press that could not be sent for so long is given up. [unsure: no source]
constexpr Duration gives_up_after = std::chrono::seconds{3};

}  // namespace

std::optional<Button> button_named(std::string_view name) {
  constexpr std::array names{
      std::pair{std::string_view{"lap"}, Button::Lap},
      std::pair{std::string_view{"stop"}, Button::Stop},
      std::pair{std::string_view{"start"}, Button::Start},
      std::pair{std::string_view{"up"}, Button::MenuUp},
      std::pair{std::string_view{"down"}, Button::MenuDown},
      std::pair{std::string_view{"select"}, Button::MenuSelect},
      std::pair{std::string_view{"back"}, Button::MenuBack},
      std::pair{std::string_view{"home"}, Button::Home},
  };
  for (const auto& [known, button] : names) {
    if (known == name) return button;
  }
  return std::nullopt;
}

Remote::Remote(std::vector<Press> presses, Radio radio, Instant began)
    : presses_{std::move(presses)}, radio_{radio}, began_{began} {
  std::ranges::stable_sort(presses_, {}, &Press::at);
}

void Remote::press(Button button, Instant now) {
  namespace fields = antplus::generic_command_page;
  ant::Payload page = antplus::blank_page(fields::number);
  antplus::put(page, fields::serial, own_serial);
  antplus::put(page, fields::maker, development);
  antplus::put(page, fields::sequence, ++sequence_);
  antplus::put(page, fields::command, static_cast<std::uint32_t>(button));
  waiting_.push_back({.at = now, .page = page});
}

void Remote::press_what_is_due(Instant now) {
  while (next_press_ < presses_.size() && began_ + presses_[next_press_].at <= now) {
    const Press& due = presses_[next_press_++];
    press(due.button, began_ + due.at);
  }
  while (!waiting_.empty() && now - waiting_.front().at > gives_up_after) waiting_.pop_front();
}

Stick::Answer Remote::hear(const OnAir& air, Instant now) {
  press_what_is_due(now);
  const auto& [type, period, transmission] = antplus::profile::controls;
  if (air.id.type != type || air.id.transmission != transmission || air.period != period) return {};
  Stick::Answer answer{.heard = radio_.passes(now)};
  if (!answer.heard) return answer;
  namespace fields = antplus::availability_page;
  if (antplus::page_number(air.page) == fields::number) {
    invited_ = (antplus::get(air.page, fields::capabilities) & fields::generic_commands) != 0;
  }
  if (!invited_ || waiting_.empty() || !radio_.passes(now)) return answer;
  answer.page = waiting_.front().page;
  // Without its confirmation the remote sends the same page again, with the same number.
  if (radio_.confirms(now)) waiting_.pop_front();
  return answer;
}

}  // namespace softpedal::sim
