// SPDX-License-Identifier: MIT
#include "drivers/sim/pty_server.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace softpedal::sim {

namespace {

// A terminal holds kilobytes for a program that does not read; a stick's USB buffer does not. What
// goes beyond stays in the stick, which runs over as a real one does.
constexpr int most_unread = 256;

Fault failed(const std::string& what) {
  return {FaultCode::LinkFailed, what + ": " + std::strerror(errno)};
}

// A descriptor that is closed unless it is taken over.
class Handle {
 public:
  explicit Handle(int fd) : fd_{fd} {}
  ~Handle() {
    if (fd_ >= 0) ::close(fd_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

}  // namespace

PtyServer::PtyServer(asio::io_context& io, World& world, Options options)
    : world_{world}, options_{std::move(options)}, master_{io} {}

Result<std::unique_ptr<PtyServer>> PtyServer::serve(asio::io_context& io, World& world,
                                                    Options options) {
  std::unique_ptr<PtyServer> server{new PtyServer{io, world, std::move(options)}};
  if (const auto opened = server->open(); !opened) return tl::unexpected(opened.error());
  world.on_plug([raw = server.get()](bool in) { raw->plugged(in); });
  return server;
}

PtyServer::~PtyServer() {
  world_.on_plug({});
  close();
}

Result<void> PtyServer::lead_to_terminal() {
  if (options_.link.empty()) return {};
  struct stat there {};
  if (::lstat(options_.link.c_str(), &there) == 0) {
    if (!S_ISLNK(there.st_mode)) {
      return tl::unexpected(
          Fault{FaultCode::WrongUsage, options_.link + " is there and is no symbolic link: choose "
                                                       "another path"});
    }
    ::unlink(options_.link.c_str());
  }
  if (::symlink(path_.c_str(), options_.link.c_str()) != 0) {
    return tl::unexpected(failed("cannot make the link " + options_.link));
  }
  linked_ = true;
  return {};
}

Result<void> PtyServer::open() {
  Handle master{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
  if (master.get() < 0 || ::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0) {
    return tl::unexpected(failed("cannot open a pseudo-terminal"));
  }
  std::array<char, 128> name{};
  if (::ptsname_r(master.get(), name.data(), name.size()) != 0) {
    return tl::unexpected(failed("cannot name the pseudo-terminal"));
  }
  Handle slave{::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
  termios settings{};
  if (slave.get() < 0 || ::tcgetattr(slave.get(), &settings) != 0) {
    return tl::unexpected(failed(std::string{"cannot open "} + name.data()));
  }
  ::cfmakeraw(&settings);
  if (::tcsetattr(slave.get(), TCSANOW, &settings) != 0) {
    return tl::unexpected(failed(std::string{"cannot set up "} + name.data()));
  }
  path_ = name.data();
  if (const auto leads = lead_to_terminal(); !leads) return leads;
  boost::system::error_code ignored;
  master_.assign(master.release(), ignored);
  slave_ = slave.release();
  master_.non_blocking(true, ignored);
  number_ = world_.attach(
      {.received = [this](std::span<const std::uint8_t> bytes) { write(bytes); }, .broken = {}},
      [this] { return room(); });
  read();
  if (options_.opened) options_.opened(path_);
  return {};
}

void PtyServer::close() {
  world_.detach(number_);
  boost::system::error_code ignored;
  master_.close(ignored);
  if (slave_ >= 0) ::close(std::exchange(slave_, -1));
  if (std::exchange(linked_, false)) ::unlink(options_.link.c_str());
  path_.clear();
}

void PtyServer::plugged(bool in) {
  if (!in) {
    close();
    return;
  }
  const auto opened = open();
  if (!opened && options_.failed) options_.failed(opened.error());
}

void PtyServer::read() {
  master_.async_read_some(asio::buffer(from_host_),
                          [this](const boost::system::error_code& error, std::size_t count) {
                            if (error) return;  // closed by us: nobody else can hang up
                            world_.from_host(std::span{from_host_}.first(count));
                            if (master_.is_open()) read();
                          });
}

bool PtyServer::room() const {
  int unread = 0;
  if (::ioctl(slave_, FIONREAD, &unread) != 0) return true;
  return unread < most_unread;
}

void PtyServer::write(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(master_.native_handle(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // full, against room(): lost, as bytes on a line are
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

Status status_of(World& world, std::size_t trainer) {
  Bike& bike = world.bike(trainer);
  const Trainer& of = world.trainer(trainer);
  return {.at = world.age(),
          .trainer = of.number(),
          .set = of.set(),
          .control_pages = of.received().size(),
          .brake = Percent{bike.brake_level().count() * 100.0},
          .brake_force = bike.brake_force(),
          .torque = bike.turn_torque(),
          .peak_torque = bike.peak_turn_torque(),
          .cadence = bike.cadence(),
          .speed = bike.speed(),
          .plugged = world.plugged()};
}

std::string to_json(const Status& status) {
  const char* mode = "nothing";
  double value = 0.0;
  switch (status.set.mode) {
    case SetByHost::Mode::Nothing:
      break;
    case SetByHost::Mode::Basic:
      mode = "resistance_percent";
      value = status.set.resistance.count();
      break;
    case SetByHost::Mode::Power:
      mode = "target_power_w";
      value = status.set.power.count();
      break;
    case SetByHost::Mode::Track:
      mode = "grade_percent";
      value = status.set.track.grade.count();
      break;
  }
  std::array<char, 512> line{};
  std::snprintf(line.data(), line.size(),
                R"({"t_s":%.2f,"trainer":%u,"set":"%s","value":%.2f,"control_pages":%zu,)"
                R"("brake_percent":%.2f,"brake_n":%.2f,"torque_nm":%.2f,"peak_torque_nm":%.2f,)"
                R"("cadence_rpm":%.1f,"speed_m_s":%.2f,"plugged":%s})",
                in_seconds(status.at), status.trainer, mode, value, status.control_pages,
                status.brake.count(), status.brake_force.count(), status.torque.count(),
                status.peak_torque.count(), status.cadence.count(), status.speed.count(),
                status.plugged ? "true" : "false");
  return line.data();
}

}  // namespace softpedal::sim
