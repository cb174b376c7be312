// SPDX-License-Identifier: MIT
#include "tests/usb_mock/mock_usb_stick.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace softpedal {
namespace {

void check(bool good, const char* what) {
  if (!good) throw std::runtime_error{std::string{"emulated stick: "} + what};
}

// The shape of two real sticks (ant-fec.md 1.2).
std::string descriptors(const MockUsbStick::Traits& traits) {
  const Bytes device{18, 1, 0x00, 0x02, 0, 0, 0, 32, 0xcf, 0x0f, 0, 0, 0x00, 0x01, 0x01, 2, 3, 1};
  const Bytes config{9, 2, 32, 0, 1, 1, 0, 0x80, 50};
  const Bytes interface { 9, 4, 0, 0, 2, 0xff, 0, 0, 0 };
  const Bytes in{7, 5, 0x81, 2, 64, 0, 1};
  const Bytes out{7, 5, 0x01, 2, 64, 0, 1};
  Bytes all = device;
  all[10] = static_cast<std::uint8_t>(traits.product & 0xff);
  all[11] = static_cast<std::uint8_t>(traits.product >> 8);
  Bytes second = traits.two_outs ? out : in;
  if (traits.two_outs) second[2] = 0x02;
  for (const Bytes& part : {config, interface, second, out}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  std::string hex;
  for (const auto byte : all) hex += fmt::format("{:02X}", byte);
  return hex;
}

std::string driver_folder(const std::string& driver) {
  return "../../../../../bus/usb/drivers/" + driver;
}

template <class T>
T& as(UMockdevIoctlData* data) {
  return *reinterpret_cast<T*>(data->data);
}

// What an argument points to cannot be had: a wrong pointer, or a program killed in its ioctl.
struct BadAddress {};

UMockdevIoctlData* follow(UMockdevIoctlData* arg, std::size_t offset, std::size_t size) {
  UMockdevIoctlData* data = umockdev_ioctl_data_resolve(arg, offset, size, nullptr);
  if (data == nullptr) throw BadAddress{};
  return data;
}

template <class T>
UMockdevIoctlData* follow(UMockdevIoctlData* arg) {
  return follow(arg, 0, sizeof(T));
}

}  // namespace

MockUsb::MockUsb() : testbed_{umockdev_testbed_new()} {
  check(umockdev_in_mock_environment(), "run this under umockdev-wrapper, or through ctest");
  ::chmod(root().c_str(), 0777);  // libusb listens in it, also for a user without rights
}

MockUsb::~MockUsb() { g_object_unref(testbed_); }

std::string MockUsb::root() const {
  gchar* text = umockdev_testbed_get_root_dir(testbed_);
  std::string root{text};
  g_free(text);
  return root;
}

usbdevfs_urb& MockUsbStick::Urb::urb() const { return as<usbdevfs_urb>(head); }

MockUsbStick::MockUsbStick(MockUsb& usb, const Traits& traits, OnOut on_out)
    : usb_{usb},
      on_out_{std::move(on_out)},
      own_driver_{traits.kernel_driver},
      driver_{traits.kernel_driver} {
  std::array<char, 64> name{};
  check(::openpty(&master_, &slave_, name.data(), nullptr, nullptr) == 0, "no pseudo-terminal");
  gate_path_ = name.data();
  termios raw{};
  ::tcgetattr(slave_, &raw);
  ::cfmakeraw(&raw);
  ::tcsetattr(slave_, TCSANOW, &raw);
  for (const int fd : {master_, slave_}) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  open_gate(false);
  plug_in(traits);
}

MockUsbStick::~MockUsbStick() {
  unplug();
  g_signal_handlers_disconnect_by_data(ioctls_, this);
  const std::lock_guard no_longer_answering{answering_};
  umockdev_testbed_detach_ioctl(usb_.testbed(), node_.c_str(), nullptr);
  g_object_unref(ioctls_);
  g_clear_object(&client_);
  g_clear_object(&owner_);
  for (auto* urbs : {&reads_, &held_, &done_}) std::ranges::for_each(*urbs, &MockUsbStick::drop);
}

void MockUsbStick::plug_in(const Traits& traits) {
  node_ = fmt::format("/dev/bus/usb/001/{:03}", traits.device);
  const std::string port = fmt::format("1-{}", traits.port);
  folder_ = "/sys/devices/pci0/usb1/" + port;
  interface_ = folder_ + "/" + port + ":1.0";

  ioctls_ = umockdev_ioctl_base_new();
  g_signal_connect(ioctls_, "handle-ioctl", G_CALLBACK(&MockUsbStick::on_ioctl), this);
  g_signal_connect(ioctls_, "handle-read", G_CALLBACK(&MockUsbStick::on_read), this);
  g_signal_connect(ioctls_, "client-connected", G_CALLBACK(&MockUsbStick::on_open), this);
  // Before the node can be opened.
  check(umockdev_testbed_attach_ioctl(usb_.testbed(), node_.c_str(), ioctls_, nullptr) != 0,
        "umockdev takes no ioctl handler");
  ::chmod((usb_.root() + "/ioctl" + node_).c_str(), 0777);
  // Without DEVTYPE the hotplug monitor of libusb passes over this "add": the node is not ready.
  std::string text = fmt::format(
      "P: /devices/pci0/usb1/{0}\nN: bus/usb/001/{1:03}\nE: SUBSYSTEM=usb\n"
      "E: DEVNAME=/dev/bus/usb/001/{1:03}\nE: BUSNUM=001\nE: DEVNUM={1:03}\nE: MAJOR=189\n"
      "E: MINOR={2}\nA: busnum=1\\n\nA: devnum={1}\\n\nA: speed=12\\n\nA: "
      "bConfigurationValue={3}\\n\n"
      "A: idVendor=0fcf\\n\nA: idProduct={4:04x}\\n\nA: product=ANT USB Stick\\n\n"
      "H: descriptors={5}\n",
      port, traits.device, traits.device - 1, traits.configuration, traits.product,
      descriptors(traits));
  check(umockdev_testbed_add_from_string(usb_.testbed(), text.c_str(), nullptr) != 0,
        "umockdev refuses the device");
  if (!own_driver_.empty()) {
    text = fmt::format(
        "P: /devices/pci0/usb1/{0}/{0}:1.0\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\n"
        "L: driver={1}\n",
        port, driver_folder(own_driver_));
    check(umockdev_testbed_add_from_string(usb_.testbed(), text.c_str(), nullptr) != 0,
          "umockdev refuses the interface");
  }
  const std::filesystem::path file = usb_.root() + node_;
  std::filesystem::remove(file);
  std::filesystem::create_symlink(gate_path_, file);
  umockdev_testbed_set_property(usb_.testbed(), folder_.c_str(), "DEVTYPE", "usb_device");
  umockdev_testbed_uevent(usb_.testbed(), folder_.c_str(), "add");
}

void MockUsbStick::unplug(Unplug how) {
  if (how != Unplug::UeventOnly && !hung_up_) {
    hung_up_ = true;
    {
      const Lock lock{mutex_};
      present_ = false;
      for (auto* urbs : {&reads_, &held_}) {
        for (; !urbs->empty(); urbs->pop_front()) finish(lock, urbs->front(), -ESHUTDOWN, 0);
      }
      ::close(slave_);
      slave_ = -1;
    }
    ::close(master_);
  }
  if (how != Unplug::HangUpOnly && !announced_gone_) {
    announced_gone_ = true;
    umockdev_testbed_uevent(usb_.testbed(), folder_.c_str(), "remove");
    if (!own_driver_.empty()) {
      umockdev_testbed_remove_device(usb_.testbed(), interface_.c_str());
    }
    umockdev_testbed_remove_device(usb_.testbed(), folder_.c_str());
  }
}

void MockUsbStick::send(const Bytes& bytes) {
  const Lock lock{mutex_};
  to_host_.push_back(bytes);
  match_reads(lock);
}

void MockUsbStick::end_reads(int status, int times) {
  const Lock lock{mutex_};
  read_ends_.insert(read_ends_.end(), static_cast<std::size_t>(times), status);
  match_reads(lock);
}

void MockUsbStick::end_writes(int status, int times) {
  const Lock lock{mutex_};
  write_ends_.insert(write_ends_.end(), static_cast<std::size_t>(times), status);
}

void MockUsbStick::take_nothing(bool hold) {
  const Lock lock{mutex_};
  taking_ = !hold;
}

void MockUsbStick::never_give_back(bool hold) {
  const Lock lock{mutex_};
  giving_back_ = !hold;
}

void MockUsbStick::refuse_reset(int error) {
  const Lock lock{mutex_};
  reset_error_ = error;
}

void MockUsbStick::claim_elsewhere() {
  const Lock lock{mutex_};
  driver_ = "usbfs";
  const std::filesystem::path link = usb_.root() + interface_ + "/driver";
  std::filesystem::remove(link);
  std::filesystem::create_symlink(driver_folder(driver_), link);
}

MockUsbStick::Seen MockUsbStick::seen() {
  const Lock lock{mutex_};
  Seen now = seen_;
  now.closed = client_ != nullptr && umockdev_ioctl_client_get_connected(client_) == FALSE;
  return now;
}

std::string MockUsbStick::driver() {
  const Lock lock{mutex_};
  return driver_;
}

// A program that died let go of everything, as the kernel closes its files. (The signal
// client-vanished of umockdev never comes.)
void MockUsbStick::forget_the_dead(const Lock&) {
  if (owner_ == nullptr || umockdev_ioctl_client_get_connected(owner_) != FALSE) return;
  g_clear_object(&owner_);
  driver_.clear();
}

void MockUsbStick::open_gate(bool reapable) {
  if (slave_ >= 0) ::tcflow(slave_, reapable ? TCOON : TCOOFF);
}

void MockUsbStick::drop(const Urb& urb) {
  g_object_unref(urb.head);
  g_object_unref(urb.buffer);
}

void MockUsbStick::finish(const Lock&, Urb urb, int status, std::size_t count) {
  urb.urb().status = status;
  urb.urb().actual_length = static_cast<int>(count);
  done_.push_back(urb);
  open_gate(true);
}

void MockUsbStick::match_reads(const Lock& lock) {
  while (!reads_.empty() && !(read_ends_.empty() && to_host_.empty())) {
    const Urb urb = reads_.front();
    reads_.pop_front();
    if (!read_ends_.empty()) {
      finish(lock, urb, read_ends_.front(), 0);
      read_ends_.pop_front();
      continue;
    }
    Bytes& bytes = to_host_.front();
    const auto room = static_cast<std::size_t>(urb.urb().buffer_length);
    const std::size_t count = std::min(room, bytes.size());
    std::copy_n(bytes.begin(), count, urb.buffer->data);
    finish(lock, urb, 0, count);
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    if (bytes.empty()) to_host_.pop_front();
  }
}

gboolean MockUsbStick::on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client,
                                MockUsbStick* self) {
  const std::lock_guard answering{self->answering_};
  try {
    self->answer(client);
  } catch (const BadAddress&) {
    umockdev_ioctl_client_complete(client, -1, EFAULT);  // as the kernel says it
  }
  return TRUE;
}

// What nobody answers would be passed on to the pseudo-terminal and block.
gboolean MockUsbStick::on_read(UMockdevIoctlBase*, UMockdevIoctlClient* client, MockUsbStick*) {
  umockdev_ioctl_client_complete(client, 0, 0);
  return TRUE;
}

// The transfers of an earlier one went away with it.
void MockUsbStick::on_open(UMockdevIoctlBase*, UMockdevIoctlClient* client, MockUsbStick* self) {
  const Lock lock{self->mutex_};
  g_set_object(&self->client_, client);
  for (auto* urbs : {&self->reads_, &self->held_, &self->done_}) {
    std::ranges::for_each(*urbs, &MockUsbStick::drop);
    urbs->clear();
  }
  self->open_gate(false);
}

void MockUsbStick::answer(UMockdevIoctlClient* client) {
  UMockdevIoctlData* arg = umockdev_ioctl_client_get_arg(client);
  const auto done = [&](long result, int error = 0) {
    umockdev_ioctl_client_complete(client, error == 0 ? result : -1, error);
  };
  Lock lock{mutex_};
  forget_the_dead(lock);
  const bool present = present_;
  lock.unlock();
  const auto request = umockdev_ioctl_client_get_request(client);
  if (!present && request != USBDEVFS_REAPURBNDELAY) {
    done(0, ENODEV);
    return;
  }
  switch (request) {
    case FIONBIO:
      done(0);
      break;  // Asio asks for a descriptor that does not block
    case USBDEVFS_GET_CAPABILITIES: {
      UMockdevIoctlData* data = follow<std::uint32_t>(arg);
      as<std::uint32_t>(data) = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
                                USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                                USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
      done(0);
      g_object_unref(data);
      break;
    }
    case USBDEVFS_GETDRIVER: {
      UMockdevIoctlData* data = follow<usbdevfs_getdriver>(arg);
      lock.lock();
      const std::string name = driver_;
      lock.unlock();
      std::strncpy(as<usbdevfs_getdriver>(data).driver, name.c_str(), USBDEVFS_MAXDRIVERNAME);
      name.empty() ? done(0, ENODATA) : done(0);
      g_object_unref(data);
      break;
    }
    case USBDEVFS_DISCONNECT_CLAIM:  // libusb excepts the driver usbfs
    case USBDEVFS_CLAIMINTERFACE: {
      lock.lock();
      const bool taken = request == USBDEVFS_CLAIMINTERFACE ? !driver_.empty() : driver_ == "usbfs";
      if (!taken) {
        if (!driver_.empty()) ++seen_.detached;
        ++seen_.claims;
        driver_ = "usbfs";
        g_set_object(&owner_, client);
      }
      lock.unlock();
      taken ? done(0, EBUSY) : done(0);
      break;
    }
    case USBDEVFS_RELEASEINTERFACE:
      lock.lock();
      if (owner_ == client) {
        g_clear_object(&owner_);
        driver_.clear();
      }
      lock.unlock();
      done(0);
      break;
    case USBDEVFS_IOCTL:
      kernel_driver_ioctl(client, arg);
      break;
    case USBDEVFS_SETCONFIGURATION:
      lock.lock();
      ++seen_.configurations_set;
      lock.unlock();
      done(0);
      break;
    case USBDEVFS_CLEAR_HALT: {
      UMockdevIoctlData* data = follow<unsigned>(arg);
      lock.lock();
      const auto endpoint = static_cast<std::uint8_t>(as<unsigned>(data));
      seen_.halts_cleared.push_back(endpoint);
      if ((endpoint & 0x80) != 0 && !reads_.empty()) ++seen_.cleared_with_reads_queued;
      lock.unlock();
      done(0);
      g_object_unref(data);
      break;
    }
    case USBDEVFS_RESET: {
      lock.lock();
      ++seen_.resets;
      const int error = reset_error_;
      lock.unlock();
      done(0, error);
      break;
    }
    case USBDEVFS_SUBMITURB:
      submit(client, arg);
      break;
    case USBDEVFS_REAPURBNDELAY:
      reap(client, arg);
      break;
    case USBDEVFS_DISCARDURB:
      discard(client, arg);
      break;
    default:
      done(0, ENOTTY);
      break;
  }
}

void MockUsbStick::kernel_driver_ioctl(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
  UMockdevIoctlData* data = follow<usbdevfs_ioctl>(arg);
  const int code = as<usbdevfs_ioctl>(data).ioctl_code;
  Lock lock{mutex_};
  if (code == static_cast<int>(USBDEVFS_CONNECT) && driver_.empty()) {
    driver_ = own_driver_;
    ++seen_.attached_again;
  } else if (code == static_cast<int>(USBDEVFS_DISCONNECT)) {
    driver_.clear();
    ++seen_.detached;
  }
  lock.unlock();
  umockdev_ioctl_client_complete(client, 1, 0);
  g_object_unref(data);
}

void MockUsbStick::submit(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
  UMockdevIoctlData* head = follow<usbdevfs_urb>(arg);
  const auto length = static_cast<std::size_t>(as<usbdevfs_urb>(head).buffer_length);
  UMockdevIoctlData* buffer = follow(head, offsetof(usbdevfs_urb, buffer), length);
  const Urb urb{head, buffer};
  umockdev_ioctl_client_complete(client, 0, 0);

  Lock lock{mutex_};
  if (urb.urb().type != USBDEVFS_URB_TYPE_BULK) return finish(lock, urb, -EPIPE, 0);
  if (urb.in()) {
    reads_.push_back(urb);
    seen_.most_reads = std::max(seen_.most_reads, reads_.size());
    seen_.smallest_read = seen_.smallest_read == 0
                              ? static_cast<int>(length)
                              : std::min(seen_.smallest_read, static_cast<int>(length));
    return match_reads(lock);
  }
  if (!write_ends_.empty()) {
    finish(lock, urb, write_ends_.front(), 0);
    write_ends_.pop_front();
    return;
  }
  if (!taking_) return held_.push_back(urb);
  const Bytes message{buffer->data, buffer->data + length};
  finish(lock, urb, 0, length);
  lock.unlock();
  const Bytes reply = on_out_ ? on_out_(message) : Bytes{};
  if (!reply.empty()) send(reply);
}

void MockUsbStick::reap(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
  const Lock lock{mutex_};
  ++seen_.reaps;
  if (done_.empty()) {
    open_gate(false);
    umockdev_ioctl_client_complete(client, -1, present_ ? EAGAIN : ENODEV);
    return;
  }
  UMockdevIoctlData* pointer = follow<void*>(arg);
  const Urb urb = done_.front();
  done_.pop_front();
  umockdev_ioctl_data_set_ptr(pointer, 0, urb.head);
  umockdev_ioctl_client_complete(client, 0, 0);
  g_object_unref(pointer);
  drop(urb);
}

void MockUsbStick::discard(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
  const Lock lock{mutex_};
  ++seen_.discarded;
  const auto address = as<gulong>(arg);
  for (auto* urbs : {&reads_, &held_}) {
    const auto found = std::ranges::find_if(
        *urbs, [&](const Urb& urb) { return urb.head->client_addr == address; });
    if (found == urbs->end()) continue;
    if (giving_back_) {
      finish(lock, *found, -ENOENT, 0);
      urbs->erase(found);
    }
    umockdev_ioctl_client_complete(client, 0, 0);
    return;
  }
  umockdev_ioctl_client_complete(client, -1, EINVAL);
}

}  // namespace softpedal
