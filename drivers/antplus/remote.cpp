// SPDX-License-Identifier: MIT
#include "drivers/antplus/remote.hpp"

#include <algorithm>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec_control.hpp"

namespace softpedal::antplus {
namespace {

constexpr Payload availability = [] {
  Payload page{availability_page::number};
  put(page, availability_page::capabilities, availability_page::generic_commands);
  return page;
}();
constexpr Payload maker_page = encode(Maker{.hardware = 1, .manufacturer = 255, .model = 1});
constexpr Payload product_page = encode(Product{.software = 1});

constexpr unsigned cycle = 130;  // pages; as FortiusANT does
constexpr std::uint8_t most_answers = 8;

// Page 71: the last command passed.
Payload status_page(const std::optional<Payload>& last) {
  using namespace generic_command_page;
  Payload page = blank_page(fec::page71::number);
  if (!last) return page;
  page[1] = number;
  page[2] = get_as<std::uint8_t>(*last, sequence);
  page[3] = 0;
  page[4] = (*last)[6];
  page[5] = (*last)[7];
  return page;
}

}  // namespace

std::optional<Intent> intent_of(RemoteCommand command) {
  switch (command) {
    case RemoteCommand::Lap:
    case RemoteCommand::MenuSelect:
      return Intent::Ease;
    case RemoteCommand::Stop:
    case RemoteCommand::MenuBack:
    case RemoteCommand::Home:
      return Intent::Stop;
    case RemoteCommand::MenuUp:
    case RemoteCommand::MenuDown:
      return Intent::Pause;
    case RemoteCommand::Start:
      return Intent::Resume;
  }
  return std::nullopt;
}

std::optional<Intent> Remote::take(const ant::Data& data, Instant now) {
  if (data.kind != ant::DataKind::Acknowledged) return std::nullopt;
  if (const auto request = read_page_request(data.page)) {
    const bool wanted =
        request->page == fec::page71::number && request->command == page70::send_data_page;
    if (wanted) status_due_ = std::clamp<int>(request->answers, 1, most_answers);
    return std::nullopt;
  }
  if (page_number(data.page) != generic_command_page::number) return std::nullopt;
  const bool again = last_ == data.page && now - last_at_ < same_press;
  last_ = data.page;
  last_at_ = now;
  if (again) return std::nullopt;
  return intent_of(RemoteCommand{get_as<std::uint16_t>(data.page, generic_command_page::command)});
}

Payload Remote::next_page() {
  if (status_due_ > 0) {
    --status_due_;
    return status_page(last_);
  }
  turn_ = (turn_ + 1) % cycle;
  if (turn_ == cycle / 2) return maker_page;
  return turn_ == 0 ? product_page : availability;
}

}  // namespace softpedal::antplus
