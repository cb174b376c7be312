// SPDX-License-Identifier: MIT
// Prints rides of the virtual trainer, one message a line: the bytes as the stick sent them, and
// what our own frame parser and page readers make of them, as one JSON object. Then the control
// pages that we would send, as frames. tests/oracles/compare.mjs holds other decoders against it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "tests/drivers/sim/bench.hpp"

namespace softpedal::sim {
namespace {

std::string or_null(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : std::string{"null"};
}
template <class Tag>
std::string or_null(const std::optional<Quantity<Tag>>& value) {
  return value ? fmt::format("{:.6g}", value->count()) : std::string{"null"};
}

std::string state_of(FeState state) { return fmt::format("{}", static_cast<int>(state)); }

std::string decoded(const ant::Payload& page) {
  if (const auto data = fec::read_trainer_data(page)) {
    const int needed = (data->power_calibration_needed ? 1 : 0) |
                       (data->resistance_calibration_needed ? 2 : 0) |
                       (data->user_configuration_needed ? 4 : 0);
    return fmt::format(
        R"("cadence":{},"power":{},"accumulated":{},"needed":{},"target":{},"state":{})",
        or_null(data->cadence), or_null(data->power), data->accumulated_watts, needed,
        data->target_flag, state_of(data->state));
  }
  if (const auto general = fec::read_general(page)) {
    const std::optional<double> metres =
        general->distance_metres ? std::optional<double>{*general->distance_metres} : std::nullopt;
    return fmt::format(R"("speed":{},"heart_rate":{},"elapsed":{},"distance":{},"state":{})",
                       or_null(general->data.speed), or_null(general->data.heart_rate),
                       general->elapsed_quarters / 4.0, or_null(metres),
                       state_of(general->data.state));
  }
  if (const auto settings = fec::read_settings(page)) {
    return fmt::format(R"("cycle":{},"incline":{},"resistance":{},"state":{})",
                       or_null(settings->cycle_length), or_null(settings->incline),
                       or_null(settings->resistance), state_of(settings->state));
  }
  if (const auto maker = antplus::read_maker(page)) {
    return fmt::format(R"("hardware":{},"maker":{},"model":{})", maker->hardware,
                       maker->manufacturer, maker->model);
  }
  if (const auto product = antplus::read_product(page)) {
    return fmt::format(R"("software":{},"serial":{})", product->software,
                       product->serial.value_or(0));
  }
  return {};
}

void print_ride(const std::string& name, std::vector<std::string> faults, WorldOptions options) {
  fmt::print("# {}\n", name);
  Bench bench{std::move(faults), std::move(options)};
  bench.host->set_up();
  constexpr std::array<std::uint8_t, 5> levels{0, 4, 9, 30, 0};
  for (const std::uint8_t level : levels) {
    bench.run(std::chrono::seconds{30});
    (void)bench.host->send(page_48(level));
    (void)bench.host->send(request_page(16));
  }
  bench.run(std::chrono::seconds{20});
  for (const Heard& each : bench.host->heard) {
    const auto data = ant::read_data(each.message);
    if (!data) continue;
    const std::string fields = decoded(data->page);
    if (fields.empty()) continue;
    fmt::print("page {:02X} {{\"page\":{},\"device\":{},{}}}\n",
               fmt::join(ant::Frame{each.message.id, each.message.data()}.bytes(), ""),
               data->page[0], data->extended.id ? data->extended.id->device : 0, fields);
  }
}

void print_controls() {
  const auto print = [](const std::string& what, const ant::Payload& page) {
    fmt::print("control {} {:02X}\n", what, fmt::join(ant::acknowledged(0, page).bytes(), ""));
  };
  for (int half = 0; half <= 200; ++half) {
    print(fmt::format("basic {}", half * 0.5), fec::basic_resistance(Percent{half * 0.5}));
  }
  print("track 0", fec::flat_track());
  print("wind 0", fec::no_wind());
  print("user 75", fec::encode(fec::UserConfiguration{.rider = antplus::Kilograms{75.0},
                                                      .bike = antplus::Kilograms{10.0}}));
}

}  // namespace
}  // namespace softpedal::sim

int main() {
  using namespace softpedal::sim;
  print_ride("a usual ride", {}, {});
  WorldOptions kurt;
  kurt.seed = 4;
  kurt.trainers[0].bike.model = *find_model("kurt");
  kurt.trainers[0].bike.gear = {50, 17};
  kurt.trainers[0].bike.rider.cadence = softpedal::Rpm{85.0};
  kurt.trainers[0].number = 0xA1234;
  print_ride("a fast one on a heavy trainer", {"loss=5"}, kurt);
  WorldOptions settings;
  settings.trainers[0].settings_pages = true;
  settings.trainers[0].bike.acts = {{.at = std::chrono::seconds{70}, .kind = ActKind::Stop},
                                    {.at = std::chrono::seconds{85}, .kind = ActKind::Start}};
  print_ride("with settings pages, and a stop", {}, settings);
  print_ride("with values that are missing, and all flags",
             {"cadence_missing@40+20", "power_missing@60+20", "calibration_needed@100+20",
              "power_spike=4093@130+5"},
             {});
  print_controls();
  return 0;
}
