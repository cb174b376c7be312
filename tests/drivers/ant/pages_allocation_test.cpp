// SPDX-License-Identifier: MIT
// Parsing and decoding allocate nothing. Every allocation of this test program is counted.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/fec_control.hpp"

namespace {
std::size_t allocations = 0;
}

// Replacing these two counts for all forms: the others call them.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace softpedal {
namespace {

TEST(Allocation, ThereIsNoneInParsingDecodingAndBuilding) {
  const ant::Frame page25 = ant::received(
      {.page = fec::encode(TrainerData{.event_count = 1,
                                       .cadence = Rpm{60},
                                       .power = Watts{25},
                                       .accumulated_watts = 25,
                                       .state = FeState::InUse}),
       .extended = {.id = ant::ChannelId{.device = 1, .type = 17, .transmission = 5}}});
  ant::Parser parser;
  Instant now{};
  int decoded = 0;
  const auto decode = [&](const ant::Message& message) {
    const auto data = ant::read_data(message);
    if (!data) return;
    if (fec::read_trainer_data(data->page)) ++decoded;
    const auto answer = ant::acknowledged(data->channel, fec::encode(SetPoint{}));
    EXPECT_EQ(answer.bytes().size(), 13u);
  };
  const std::size_t before = allocations;
  for (int i = 0; i < 100; ++i) {
    now += std::chrono::milliseconds{100};
    const auto bytes = page25.bytes();
    parser.push(bytes, now, decode);  // whole
    for (const std::uint8_t& byte : bytes) parser.push({&byte, 1}, now, decode);
    parser.push(bytes.first(7), now, decode);    // cut, then given up
    parser.push(bytes.subspan(3), now, decode);  // damaged
  }
  parser.expire(now + ant::Parser::patience, decode);
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_EQ(decoded, 200);
}

TEST(Allocation, TheCounterCounts) {
  const std::size_t before = allocations;
  std::vector<int> some(100);
  EXPECT_EQ(some.size(), 100u);
  EXPECT_GT(allocations, before);
}

}  // namespace
}  // namespace softpedal
