// SPDX-License-Identifier: MIT
#include "app/files/own_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/app/shell/scratch.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;

class OwnFile : public testing::Test {
 protected:
  // Would hang for ever where it is opened to be read.
  fs::path pipe() {
    const fs::path path = scratch.path() / "pipe";
    ::mkfifo(path.c_str(), 0600);
    return path;
  }
  fs::path link_to(const fs::path& target) {
    fs::path path = scratch.path() / "link";
    fs::create_symlink(target, path);
    return path;
  }
  fs::path file(const std::string& text) {
    fs::path path = scratch.path() / "file";
    std::ofstream{path, std::ios::binary} << text;
    return path;
  }
  Scratch scratch{};
};

TEST_F(OwnFile, IsReadByteForByteUpToItsLimit) {
  const std::string text("a\0b\n", 4);
  EXPECT_EQ(read_own(file(text), 4).value_or("?"), text);
  EXPECT_EQ(read_own(file(""), 0).value_or("?"), "");
  const auto large = read_own(file(text), 3);
  ASSERT_FALSE(large);
  EXPECT_TRUE(large.error().odd());
}

TEST_F(OwnFile, ThatIsEndlesslyLargeIsRefusedUnread) {
  const fs::path path = file("x");
  fs::resize_file(path, 3'000'000'000);
  const auto read = read_own(path, most_of_a_journal);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().why, "it is larger than 128 MiB");
  EXPECT_EQ(why_not_own(path, most_of_a_small_file), "it is larger than 64 KiB");
}

TEST_F(OwnFile, IsNoPipeFolderSocketOrDeviceAndNoLink) {
  const fs::path socket = scratch.path() / "socket";
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket.string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  for (const auto& [path, why] : {std::pair<fs::path, std::string>{pipe(), "it is a pipe"},
                                  {scratch.path(), "it is a folder"},
                                  {socket, "it is a socket"},
                                  {"/dev/zero", "it is a device"},
                                  {link_to(file("x")), "it is a link"}}) {
    for (const int flags : {O_RDONLY, O_WRONLY, O_RDWR | O_CREAT}) {
      const auto opened = open_own(path, flags);
      ASSERT_FALSE(opened) << path;
      EXPECT_TRUE(opened.error().odd());
      EXPECT_EQ(opened.error().why, why);
    }
    EXPECT_EQ(why_not_own(path, 100), why);
  }
  ::close(fd);
}

TEST_F(OwnFile, OfARiderMayBeALinkToAFileAndToNothingElse) {
  const fs::path link = link_to(file("mine"));
  EXPECT_EQ(read_own(link, 100, Links::Follow).value_or("?"), "mine");
  for (const fs::path& target : {fs::path{"/dev/zero"}, pipe(), scratch.path()}) {
    fs::remove(link);
    EXPECT_FALSE(read_own(link_to(target), 100, Links::Follow)) << target;
  }
}

TEST_F(OwnFile, ThatIsNotThereIsToldApart) {
  const auto read = read_own(scratch.path() / "nowhere", 100);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().error, ENOENT);
  EXPECT_FALSE(read.error().odd());
  EXPECT_EQ(why_not_own(scratch.path() / "nowhere", 100), "");
}

}  // namespace
}  // namespace softpedal
