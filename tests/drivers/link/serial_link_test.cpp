// SPDX-License-Identifier: MIT
// The serial link over real pseudo-terminals: the test plays the stick at the other end.
#include "drivers/link/serial_link.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <optional>
#include <random>

#include "tests/drivers/link/other_program.hpp"

namespace softpedal {
namespace {
namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

// The far end of a pseudo-terminal, left in the cooked mode a terminal is born with.
class FarEnd {
 public:
  FarEnd() {
    int near = -1;
    std::array<char, 64> name{};
    EXPECT_EQ(::openpty(&master_, &near, name.data(), nullptr, nullptr), 0);
    ::close(near);
    ::fcntl(master_, F_SETFL, O_NONBLOCK);
    ::fcntl(master_, F_SETFD, FD_CLOEXEC);
    path_ = name.data();
  }
  ~FarEnd() { close(); }
  FarEnd(const FarEnd&) = delete;
  FarEnd& operator=(const FarEnd&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  void close() {
    if (master_ >= 0) ::close(master_);
    master_ = -1;
  }
  std::size_t send(std::span<const std::uint8_t> bytes) {
    const auto count = ::write(master_, bytes.data(), bytes.size());
    return count < 0 ? 0 : static_cast<std::size_t>(count);
  }
  Bytes take() {
    Bytes all;
    std::array<std::uint8_t, 4096> some{};
    for (ssize_t count = 0; (count = ::read(master_, some.data(), some.size())) > 0;) {
      all.insert(all.end(), some.begin(), some.begin() + count);
    }
    return all;
  }

 private:
  int master_ = -1;
  fs::path path_;
};

class SerialLinkTest : public testing::Test {
 protected:
  Result<std::unique_ptr<ByteLink>> open(const fs::path& path) {
    return open_serial(loop_, path)(false);
  }
  void open_and_start() {
    auto opened = open(far_.path());
    ASSERT_TRUE(opened) << opened.error().sentence;
    link_ = *std::move(opened);
    link_->start(
        {.received =
             [this](auto bytes) { received_.insert(received_.end(), bytes.begin(), bytes.end()); },
         .broken = [this](const Fault& fault) { faults_.push_back(fault); }});
  }
  // Runs the loop until it holds; the time only bounds a hang.
  template <class Condition>
  bool until(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!condition() && std::chrono::steady_clock::now() < end) {
      loop_.restart();
      loop_.run_for(std::chrono::milliseconds{5});
    }
    return condition();
  }
  void settle() {
    loop_.restart();
    loop_.run_for(std::chrono::milliseconds{50});
  }

  asio::io_context loop_;
  FarEnd far_;
  std::unique_ptr<ByteLink> link_;
  Bytes received_;
  std::vector<Fault> faults_;
};

Bytes any_bytes(std::size_t count, unsigned seed) {
  std::mt19937 random{seed};
  Bytes bytes(count);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

TEST_F(SerialLinkTest, CarriesEveryByteValueBothWaysUnchangedAndWithoutEcho) {
  open_and_start();
  Bytes all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
  ASSERT_EQ(far_.send(all), all.size());
  EXPECT_TRUE(until([&] { return received_.size() >= all.size(); }));
  EXPECT_EQ(received_, all);
  EXPECT_EQ(far_.take(), Bytes{}) << "nothing is echoed";
  link_->write(all);
  Bytes seen;
  EXPECT_TRUE(until([&] {
    const Bytes more = far_.take();
    seen.insert(seen.end(), more.begin(), more.end());
    return seen.size() >= all.size();
  }));
  EXPECT_EQ(seen, all);
  EXPECT_EQ(link_->name(), far_.path().string());
  EXPECT_TRUE(faults_.empty());
}

TEST_F(SerialLinkTest, ASlowReaderGetsEveryByteOfManyMessagesInOrder) {
  open_and_start();
  const Bytes all = any_bytes(100'000, 1);  // far more than a terminal holds
  std::mt19937 random{2};
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t size = std::min<std::size_t>(1 + random() % 24, all.size() - at);
    link_->write(std::span{all}.subspan(at, size));
    at += size;
  }
  Bytes seen;
  EXPECT_TRUE(until([&] {
    const Bytes more = far_.take();
    seen.insert(seen.end(), more.begin(), more.end());
    return seen.size() >= all.size();
  }));
  EXPECT_EQ(seen, all);
  EXPECT_TRUE(faults_.empty());
}

TEST_F(SerialLinkTest, BytesThatCameBeforeTheStartAreNotLost) {
  auto opened = open(far_.path());
  ASSERT_TRUE(opened);
  const Bytes early{0xA4, 0x01, 0x6F, 0x20, 0xEA};
  ASSERT_EQ(far_.send(early), early.size());
  (*opened)->start(
      {.received = [&](auto b) { received_.insert(received_.end(), b.begin(), b.end()); },
       .broken = {}});
  EXPECT_TRUE(until([&] { return received_.size() >= early.size(); }));
  EXPECT_EQ(received_, early);
}

TEST_F(SerialLinkTest, AClosedFarEndBreaksTheLinkOnceAfterItsLastBytes) {
  open_and_start();
  const Bytes last{1, 2, 3};
  ASSERT_EQ(far_.send(last), last.size());
  ASSERT_TRUE(until([&] { return received_.size() == last.size(); }));
  far_.close();
  EXPECT_TRUE(until([&] { return !faults_.empty(); }));
  link_->write(last);
  settle();
  ASSERT_EQ(faults_.size(), 1u);
  EXPECT_EQ(faults_[0].code, FaultCode::LinkFailed);
  EXPECT_EQ(received_, last);
}

TEST_F(SerialLinkTest, AFarEndThatNeverReadsBreaksTheLinkInsteadOfBlocking) {
  open_and_start();
  const Bytes message = any_bytes(100, 3);
  for (int i = 0; i < 2000; ++i) link_->write(message);  // would hang here
  EXPECT_TRUE(until([&] { return !faults_.empty(); }));
  ASSERT_EQ(faults_.size(), 1u);
  EXPECT_EQ(faults_[0].code, FaultCode::LinkFailed);
  EXPECT_NE(faults_[0].sentence.find("3 s"), std::string::npos) << faults_[0].sentence;
  link_.reset();
  settle();
}

TEST_F(SerialLinkTest, NothingIsHeardAfterDestruction) {
  open_and_start();
  const Bytes some = any_bytes(10, 4);
  ASSERT_EQ(far_.send(some), some.size());
  link_->write(some);
  link_.reset();
  far_.close();
  settle();
  EXPECT_TRUE(received_.empty());
  EXPECT_TRUE(faults_.empty());
}

TEST_F(SerialLinkTest, ALinkThatBreaksBeforeItsStartSaysSoAfterIt) {
  auto opened = open(far_.path());
  ASSERT_TRUE(opened);
  far_.close();
  link_ = *std::move(opened);
  link_->start({.received = {}, .broken = [this](const Fault& f) { faults_.push_back(f); }});
  EXPECT_TRUE(until([&] { return !faults_.empty(); }));
}

TEST_F(SerialLinkTest, CanBeOpenedAgainAfterItWasClosedAndAfterALoss) {
  for (int i = 0; i < 3; ++i) {
    open_and_start();
    const Bytes some = any_bytes(10, 5);
    received_.clear();
    ASSERT_EQ(far_.send(some), some.size());
    ASSERT_TRUE(until([&] { return received_.size() == some.size(); }));
    link_.reset();
  }
}

TEST_F(SerialLinkTest, IsNotLeftExclusiveForTheGuardAfterAKilledRide) {
  open_and_start();
  EXPECT_TRUE(open(far_.path()).error().code == FaultCode::StickBusy);
  const int stranger = ::open(far_.path().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  ASSERT_GE(stranger, 0);
  int exclusive = -1;
  ASSERT_EQ(::ioctl(stranger, TIOCGEXCL, &exclusive), 0);
  EXPECT_EQ(exclusive, 0);
  ::close(stranger);
}

TEST_F(SerialLinkTest, ABusyDeviceNamesItsHolder) {
  const OtherProgram rival{"rival", far_.path(), true};
  const auto opened = open(far_.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, FaultCode::StickBusy);
  EXPECT_NE(opened.error().sentence.find("rival (process " + std::to_string(rival.pid()) + ")"),
            std::string::npos)
      << opened.error().sentence;
}

TEST_F(SerialLinkTest, WhatIsNoSerialDeviceIsRefusedWithOneSentence) {
  for (const std::string path :
       {"/no/such/device", "/dev/null", "/dev", "/etc/passwd", "", "/etc/passwd/x"}) {
    const auto opened = open(path);
    ASSERT_FALSE(opened) << path;
    EXPECT_EQ(opened.error().code, FaultCode::NoStick) << path;
    EXPECT_NE(opened.error().sentence.find(path), std::string::npos);
  }
}

TEST_F(SerialLinkTest, WithoutPermissionItNamesTheGroupToJoin) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to give up root";
  ASSERT_EQ(::chmod(far_.path().c_str(), 0600), 0);
  ASSERT_EQ(::seteuid(65534), 0);
  const auto opened = open(far_.path());
  ASSERT_EQ(::seteuid(0), 0);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, FaultCode::StickPermission);
  EXPECT_NE(opened.error().sentence.find("usermod -aG "), std::string::npos)
      << opened.error().sentence;
}

}  // namespace
}  // namespace softpedal
