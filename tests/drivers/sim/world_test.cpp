// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/shell/timers.hpp"
#include "drivers/sim/pty_server.hpp"
#include "tests/drivers/sim/bench.hpp"

namespace softpedal::sim {
namespace {

std::vector<std::uint8_t> bytes_of(std::uint64_t seed, std::vector<std::string> faults) {
  WorldOptions options;
  options.seed = seed;
  JumpingTimers timers;
  for (const auto& text : faults) options.faults.push_back(parse_fault(text).value());
  World world{timers, options};
  Host host{timers, world};
  host.set_up();
  for (int i = 0; i < 20; ++i) {
    timers.run_for(3s);
    (void)host.send(page_48(static_cast<std::uint8_t>(i)));
  }
  return host.raw;
}

TEST(World, RepeatsItselfByteForByteWithTheSameSeedAndTheSameHost) {
  const auto once = bytes_of(5, {"loss=10", "garbage=5", "bursts=1"});
  EXPECT_EQ(once, bytes_of(5, {"loss=10", "garbage=5", "bursts=1"}));
  EXPECT_NE(once, bytes_of(6, {"loss=10", "garbage=5", "bursts=1"}));
}

TEST(World, NeverCallsTheHostFromInsideItsOwnWrite) {
  Bench bench;
  bench.host->set_up();
  for (int i = 0; i < 50; ++i) {
    const std::size_t calls = bench.host->calls;
    bench.host->write(ant::request(0, ant::MessageId::Capabilities));
    bench.host->write(ant::acknowledged(0, page_48(0)));
    EXPECT_EQ(bench.host->calls, calls);
    bench.run(37ms);
  }
}

TEST(World, ALinkThatIsGoneHearsNothingAndDoesNotCutTheNextOneOff) {
  Bench bench;
  auto first = open(*bench.world)(false).value();
  int to_first = 0;
  first->start({.received = [&](std::span<const std::uint8_t>) { ++to_first; }, .broken = {}});
  auto second = open(*bench.world)(false).value();
  int to_second = 0;
  second->start({.received = [&](std::span<const std::uint8_t>) { ++to_second; }, .broken = {}});
  first.reset();
  second->write(ant::request(0, ant::MessageId::Capabilities).bytes());
  bench.run(10ms);
  EXPECT_EQ(to_first, 0);
  EXPECT_EQ(to_second, 1);
}

TEST(World, TheTapSeesBothWays) {
  Bench bench;
  int out = 0;
  int in = 0;
  bench.world->tap([&](Instant, Way way, std::span<const std::uint8_t>) {
    ++(way == Way::HostToStick ? out : in);
  });
  bench.host->set_up();
  EXPECT_EQ(out, 10);  // reset, key, appended data, and seven for the channel
  EXPECT_GE(in, 10);
}

// The pseudo-terminal, in real time.
class Pty : public testing::Test {
 protected:
  void begin(std::vector<std::string> faults = {}, std::string link = {}) {
    WorldOptions options;
    options.usual_loss = Share{0.0};
    for (const auto& text : faults) options.faults.push_back(parse_fault(text).value());
    world = std::make_unique<World>(timers, options);
    auto served =
        PtyServer::serve(io, *world, {.link = std::move(link), .opened = {}, .failed = {}});
    ASSERT_TRUE(served) << served.error().sentence;
    server = std::move(*served);
  }
  int connect(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    EXPECT_GE(fd, 0) << path;
    return fd;
  }
  void write(int fd, const ant::Frame& frame) {
    const auto bytes = frame.bytes();
    ASSERT_EQ(::write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  // Runs the loop until `done`, or for ten seconds.
  void until(int fd, const std::function<bool()>& done) {
    for (int i = 0; i < 1000 && !done(); ++i) {
      io.run_for(std::chrono::milliseconds{10});
      std::array<std::uint8_t, 256> bytes{};
      const ssize_t got = fd < 0 ? 0 : ::read(fd, bytes.data(), bytes.size());
      if (got <= 0) continue;
      parser.push(std::span{bytes}.first(static_cast<std::size_t>(got)), timers.now(),
                  [&](const ant::Message& message) { heard.push_back(message); });
    }
    EXPECT_TRUE(done());
  }
  [[nodiscard]] int count(ant::MessageId id) const {
    return static_cast<int>(std::ranges::count(heard, id, &ant::Message::id));
  }
  [[nodiscard]] bool confirmed() const {
    return std::ranges::any_of(heard, [](const ant::Message& message) {
      const auto response = ant::read_response(message);
      return response && response->event() && response->code == ant::Code::TransferCompleted;
    });
  }
  void track(int fd) {
    write(fd, ant::reset());
    until(fd, [&] { return count(ant::MessageId::StartUp) > 0; });
    write(fd, ant::set_network_key(0, antplus::network_key));
    write(fd, ant::assign(0, ant::ChannelType::Slave, 0));
    write(fd, ant::channel_id(0, {.device = 0, .type = 17, .transmission = 0}));
    write(fd, ant::set_frequency(0, 57));
    write(fd, ant::set_low_priority_search(0, ant::search_timeout::forever));
    write(fd, ant::open(0));
    until(fd, [&] { return count(ant::MessageId::BroadcastData) > 0; });
  }

  asio::io_context io;
  SteadyTimers timers{io};
  std::unique_ptr<World> world;
  std::unique_ptr<PtyServer> server;
  ant::Parser parser;
  std::vector<ant::Message> heard;
};

TEST_F(Pty, KeepsTheLoadWhenTheProgramDiesAndLetsTheNextOneReleaseIt) {
  begin();
  const int first = connect(server->path());
  track(first);
  write(first, ant::acknowledged(0, page_48(16)));
  until(first, [&] { return confirmed(); });
  ::close(first);
  io.run_for(std::chrono::milliseconds{300});
  EXPECT_EQ(world->trainer().set().resistance, Percent{8.0});

  heard.clear();
  const int second = connect(server->path());
  write(second, ant::acknowledged(0, page_48(0)));  // on the channel that is still open
  until(second, [&] { return confirmed(); });
  EXPECT_EQ(world->trainer().set().resistance, Percent{0.0});
  ::close(second);
}

TEST_F(Pty, UnplugHangsUpAndTheLinkLeadsToTheNewTerminal) {
  const std::string link =
      (std::filesystem::temp_directory_path() / ("softpedal-stick-" + std::to_string(::getpid())))
          .string();
  begin({"unplug@0.4+0.3"}, link);
  const std::string path = server->path();
  EXPECT_EQ(std::filesystem::read_symlink(link), path);
  const int fd = connect(link);
  until(-1, [&] { return !world->plugged(); });
  std::uint8_t byte = 0;
  EXPECT_LE(::read(fd, &byte, 1), 0);
  EXPECT_FALSE(std::filesystem::is_symlink(link));
  ::close(fd);
  until(-1, [&] { return world->plugged(); });
  const int again = connect(link);
  until(again, [&] { return count(ant::MessageId::StartUp) > 0; });
  ::close(again);
  server.reset();
  EXPECT_FALSE(std::filesystem::is_symlink(link));
}

TEST_F(Pty, RefusesALinkThatWouldReplaceAFile) {
  const auto path =
      std::filesystem::temp_directory_path() / ("softpedal-file-" + std::to_string(::getpid()));
  std::ofstream{path} << "mine";
  World room{timers, {}};
  const auto served =
      PtyServer::serve(io, room, {.link = path.string(), .opened = {}, .failed = {}});
  ASSERT_FALSE(served);
  EXPECT_EQ(served.error().code, FaultCode::WrongUsage);
  EXPECT_TRUE(std::filesystem::is_regular_file(path));
  std::filesystem::remove(path);
}

TEST(Status, IsOneObjectOnOneLine) {
  Bench bench;
  bench.host->set_up();
  bench.run(20s);
  (void)bench.host->send(page_48(9));
  bench.run(10s);
  const std::string line = to_json(status_of(*bench.world));
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_NE(
      line.find(R"("trainer":31415,"set":"resistance_percent","value":4.50,"control_pages":1,)"),
      std::string::npos)
      << line;
  EXPECT_EQ(line.front(), '{');
  EXPECT_EQ(line.back(), '}');
}

}  // namespace
}  // namespace softpedal::sim
