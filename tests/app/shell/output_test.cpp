// SPDX-License-Identifier: MIT
#include "app/shell/output.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <csignal>
#include <string>
#include <thread>

#include "tests/app/shell/scratch.hpp"

namespace softpedal {
namespace {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    reader = Descriptor{ends[0]};
    writer = Descriptor{ends[1]};
  }
  Descriptor reader{};
  Descriptor writer{};
};

std::string read_some(int fd) {
  std::string text(1 << 20, '\0');
  const ssize_t got = ::read(fd, text.data(), text.size());
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

TEST(Output, ArrivesInOrder) {
  const Pipe pipe;
  Output out{pipe.writer.get()};
  out.write("one\n");
  out.write("two\n");
  EXPECT_EQ(read_some(pipe.reader.get()), "one\ntwo\n");
}

TEST(Output, AReaderWhoStopsReadingHoldsNothingUpAndLosesWholeLinesOnly) {
  const Pipe pipe;
  Output out{pipe.writer.get()};
  const std::string line = std::string(99, 'x') + "\n";
  for (int i = 0; i < 10'000; ++i) out.write(line);  // would block for ever on a plain write()
  EXPECT_FALSE(out.closed());
  std::string got;
  for (int i = 0; i < 10; ++i) {
    got += read_some(pipe.reader.get());
    out.write("y\n");
    out.flush(std::chrono::milliseconds{10});
  }
  ASSERT_FALSE(got.empty());
  std::istringstream lines{got};
  for (std::string each; std::getline(lines, each);) {
    EXPECT_TRUE(each.size() == 99 || each == "y") << each.size();
  }
}

TEST(Output, WhereAskedToItWaitsForASlowReaderAndLosesNothing) {
  Pipe pipe;
  std::string got;
  {
    const std::jthread slow{[&] {
      for (std::string some; !(some = read_some(pipe.reader.get())).empty();) got += some;
    }};
    Output out{pipe.writer.get(), Output::Full::Waits};
    for (int i = 0; i < 50'000; ++i) out.write("0123456789\n");
    out.flush(std::chrono::seconds{10});
    pipe.writer.reset();
  }
  EXPECT_EQ(got.size(), 50'000U * 11U);
}

TEST(Output, AReaderWhoIsGoneIsNoticedAndHarmless) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  Output out{pipe.writer.get()};
  pipe.reader.reset();
  out.write("into the void\n");
  out.write("again\n");
  out.flush(std::chrono::seconds{10});
  EXPECT_TRUE(out.closed());
}

TEST(Output, ASocketIsNotMadeNonBlockingForOthers) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  const Descriptor a{ends[0]};
  const Descriptor b{ends[1]};
  Output out{a.get()};
  for (int i = 0; i < 10'000; ++i) out.write(std::string(100, 'x'));
  EXPECT_EQ(::fcntl(a.get(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_FALSE(read_some(b.get()).empty());
}

TEST(Output, APipeIsNotMadeNonBlockingForOthers) {
  const Pipe pipe;
  Output out{pipe.writer.get()};
  out.write("x");
  EXPECT_EQ(::fcntl(pipe.writer.get(), F_GETFL) & O_NONBLOCK, 0);
}

TEST(Output, ADeviceThatRefusesIsToldAndNeitherWaitedForNorTriedWithoutPause) {
  const Descriptor full{::open("/dev/full", O_WRONLY | O_CLOEXEC)};
  Output out{full.get(), Output::Full::Waits};
  EXPECT_FALSE(out.lost());
  for (int i = 0; i < 1000; ++i) out.write(std::string(1000, 'x'));  // no ten seconds each
  EXPECT_TRUE(out.lost());
  rusage before{}, after{};
  ::getrusage(RUSAGE_THREAD, &before);
  out.flush(std::chrono::milliseconds{200});
  ::getrusage(RUSAGE_THREAD, &after);
  // Five tries; without a pause between them it is thousands.
  EXPECT_LT(after.ru_nvcsw + after.ru_nivcsw - before.ru_nvcsw - before.ru_nivcsw, 50);
  const auto used = [](const rusage& usage) {
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000 + usage.ru_utime.tv_usec +
           usage.ru_stime.tv_usec;
  };
  EXPECT_LT(used(after) - used(before), 100'000);
}

TEST(Output, AReaderWhoLeftTookNothingAway) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  Output out{pipe.writer.get()};
  pipe.reader.reset();
  out.write("into the void\n");
  EXPECT_FALSE(out.lost());
}

TEST(Output, AFileIsAppendedWhereTheShellLeftIt) {
  const Scratch scratch;
  const auto path = scratch.path() / "log";
  const Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  ASSERT_EQ(write_all(file.get(), "before\n"), 0);
  Output out{file.get()};
  out.write("after\n");
  EXPECT_EQ(slurp(path), "before\nafter\n");
}

TEST(Output, AClosedDescriptorIsHarmless) {
  Output out{-1};
  out.write("nobody\n");
  EXPECT_TRUE(out.closed());
}

}  // namespace
}  // namespace softpedal
