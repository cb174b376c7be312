// SPDX-License-Identifier: MIT
// A page 25 frame with extended data, as a stick sends it: parsed, checked, read as data and
// decoded. The target is 60 ns (issue: a whole ride).
#include <benchmark/benchmark.h>

#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/antplus/fec.hpp"

namespace softpedal::ant {
namespace {

Frame page25_frame(bool extended) {
  const Payload page = fec::encode(TrainerData{.event_count = 55,
                                               .cadence = Rpm{60},
                                               .power = Watts{25},
                                               .accumulated_watts = 63092,
                                               .state = FeState::InUse});
  Data data{.channel = 0, .page = page};
  if (extended) {
    data.extended.id = ChannelId{.device = 0x3BA0, .type = 17, .transmission = 5};
    data.extended.rssi = Rssi{.gain_register = 0x68};
    data.extended.receive_time = 0x1B64;
  }
  return received(data);
}

void page25_parsed_checked_and_decoded(benchmark::State& state) {
  const Frame frame = page25_frame(state.range(0) != 0);
  Parser parser;
  Instant now{};
  for (auto _ : state) {
    now += std::chrono::milliseconds{250};
    parser.push(frame.bytes(), now, [](const Message& message) {
      auto data = read_data(message);
      auto decoded = fec::read_trainer_data(data->page);
      benchmark::DoNotOptimize(decoded);
    });
  }
}
BENCHMARK(page25_parsed_checked_and_decoded)->ArgName("extended")->Arg(0)->Arg(1);

// The dearest line per byte: start bytes whose frames all fail their check.
void hostile_bytes(benchmark::State& state) {
  std::array<std::uint8_t, 4096> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = i % 2 == 0 ? sync : std::uint8_t{64};
  Parser parser;
  for (auto _ : state) {
    parser.push(bytes, Instant{}, [](const Message& message) {
      auto size = message.size;
      benchmark::DoNotOptimize(size);
    });
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(hostile_bytes);

}  // namespace
}  // namespace softpedal::ant
