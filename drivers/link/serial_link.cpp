// SPDX-License-Identifier: MIT
#include "drivers/link/serial_link.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <vector>

#include "drivers/link/holders.hpp"
#include "drivers/link/listener_slot.hpp"

namespace softpedal {
namespace {

using std::chrono::seconds;

constexpr seconds write_patience{3};  // as on USB (ant-fec.md 1.6)
constexpr std::size_t read_size = 4096;

class SerialLink final : public ByteLink {
 public:
  // `device` is open, raw and locked.
  SerialLink(asio::io_context& loop, asio::posix::stream_descriptor device, std::string name)
      : listener_{loop}, device_{std::move(device)}, write_limit_{loop}, name_{std::move(name)} {}

  void start(Listener listener) override;
  void write(std::span<const std::uint8_t> message) override;
  [[nodiscard]] std::string name() const override { return name_; }

 private:
  void read_some();
  void write_some();
  void limit_write();
  void fail_hung_up();

  ListenerSlot listener_;
  asio::posix::stream_descriptor device_;
  asio::steady_timer write_limit_;
  std::string name_;
  std::array<std::uint8_t, read_size> incoming_{};
  // Bytes on their way, from `written_` on, and bytes that wait behind them: two buffers that
  // change places, so that a ride settles into no allocation.
  std::vector<std::uint8_t> outgoing_;
  std::vector<std::uint8_t> waiting_;
  std::size_t written_ = 0;
  bool started_ = false;
};

void SerialLink::start(Listener listener) {
  listener_.set(std::move(listener));
  if (started_) return;
  started_ = true;
  read_some();
}

void SerialLink::read_some() {
  device_.async_read_some(
      asio::buffer(incoming_),
      [this, life = listener_.life()](boost::system::error_code error, std::size_t count) {
        if (life.expired() || listener_.broken()) return;
        listener_.received(std::span{incoming_}.first(count));
        // A terminal whose other end is gone says EOF or EIO.
        if (error) return fail_hung_up();
        read_some();
      });
}

void SerialLink::write(std::span<const std::uint8_t> message) {
  if (message.empty() || listener_.broken()) return;
  waiting_.insert(waiting_.end(), message.begin(), message.end());
  if (outgoing_.empty()) write_some();
}

void SerialLink::write_some() {
  if (written_ == outgoing_.size()) {
    outgoing_.clear();
    written_ = 0;
    std::swap(outgoing_, waiting_);
    if (outgoing_.empty()) {
      write_limit_.cancel();
      return;
    }
  }
  limit_write();
  device_.async_write_some(
      asio::buffer(outgoing_) + written_,
      [this, life = listener_.life()](boost::system::error_code error, std::size_t count) {
        if (life.expired() || listener_.broken()) return;
        if (error) return fail_hung_up();
        written_ += count;
        write_some();
      });
}

void SerialLink::limit_write() {
  write_limit_.expires_after(write_patience);
  write_limit_.async_wait([this, life = listener_.life()](boost::system::error_code error) {
    if (error || life.expired()) return;
    // Bytes may have moved after this expiry was already on its way.
    const bool late =
        !outgoing_.empty() && write_limit_.expiry() <= asio::steady_timer::clock_type::now();
    if (!late) return;
    // Or closing the device would wait for them, up to half a minute.
    ::tcflush(device_.native_handle(), TCOFLUSH);
    listener_.fail({FaultCode::LinkFailed,
                    fmt::format("{} has taken no byte for {} s: unplug the stick and plug it in "
                                "again.",
                                name_, write_patience.count())});
  });
}

void SerialLink::fail_hung_up() {
  listener_.fail({FaultCode::LinkFailed,
                  fmt::format("{} was closed at its other end: plug the stick in again.", name_)});
}

class File {
 public:
  explicit File(int fd) : fd_{fd} {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  void release() { fd_ = -1; }

 private:
  int fd_;
};

tl::unexpected<Fault> fault(FaultCode code, std::string sentence) {
  return tl::unexpected{Fault{code, std::move(sentence)}};
}

tl::unexpected<Fault> busy(const std::string& name) {
  return fault(FaultCode::StickBusy,
               fmt::format("{} is in use by {}: close that program and try again.", name,
                           name_holders(holders_of({name}))));
}

std::string group_of(const std::string& name) {
  struct stat about {};
  if (::stat(name.c_str(), &about) == 0) {
    if (const group* owner = ::getgrgid(about.st_gid); owner != nullptr && about.st_gid != 0) {
      return owner->gr_name;
    }
  }
  return "dialout";  // Debian's group for serial ports
}

tl::unexpected<Fault> not_opened(const std::string& name, int error) {
  switch (error) {
    case EBUSY:
      return busy(name);
    case EACCES:
    case EPERM:
      return fault(
          FaultCode::StickPermission,
          fmt::format("This user may not open {}: type \"sudo usermod -aG {} $USER\", then "
                      "log out and in again.",
                      name, group_of(name)));
    case ENOENT:
    case ENOTDIR:
      return fault(FaultCode::NoStick,
                   fmt::format("There is no {}: plug the stick in, or see with the command doctor "
                               "where it is.",
                               name));
    default:
      return fault(FaultCode::NoStick,
                   fmt::format("{} does not open as a serial device ({}): see with the command "
                               "doctor where the stick is.",
                               name, std::strerror(error)));
  }
}

// A pseudo-terminal stays marked "exclusive" until its other end closes too, which would shut out
// the guard that takes over from a killed ride. There the lock alone has to do.
bool pseudo_terminal(int fd) {
  constexpr unsigned first_major = 136;  // Linux devices.txt: Unix98 pseudo-terminal slaves
  constexpr unsigned last_major = 143;
  struct stat about {};
  if (::fstat(fd, &about) != 0) return false;
  return major(about.st_rdev) >= first_major && major(about.st_rdev) <= last_major;
}

// Every byte as it is, nothing echoed, 115200 8N1, modem lines ignored (ant-fec.md 1.1).
bool make_raw(int fd) {
  termios settings{};
  if (::tcgetattr(fd, &settings) != 0) return false;
  ::cfmakeraw(&settings);
  settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  ::cfsetspeed(&settings, B115200);
  return ::tcsetattr(fd, TCSANOW, &settings) == 0;
}

Result<std::unique_ptr<ByteLink>> open_now(asio::io_context& loop, const std::string& name) {
  File file{::open(name.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
  if (file.get() < 0) return not_opened(name, errno);
  if (::isatty(file.get()) != 1) {
    return fault(FaultCode::NoStick,
                 fmt::format("{} is not a serial device: see with the command doctor where the "
                             "stick is.",
                             name));
  }
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return busy(name);
  // Before the first byte, or a pseudo-terminal would echo it.
  if (!make_raw(file.get())) return not_opened(name, errno);
  if (!pseudo_terminal(file.get())) ::ioctl(file.get(), TIOCEXCL);
  asio::posix::stream_descriptor device{loop};
  boost::system::error_code error;
  device.assign(file.get(), error);
  if (error) return not_opened(name, error.value());
  file.release();
  return std::make_unique<SerialLink>(loop, std::move(device), name);
}

}  // namespace

OpenLink open_serial(asio::io_context& loop, std::filesystem::path path) {
  return [&loop, path = std::move(path)](bool) { return open_now(loop, path.string()); };
}

}  // namespace softpedal
