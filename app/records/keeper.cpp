// SPDX-License-Identifier: MIT
#include "app/records/keeper.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "app/core/remark.hpp"
#include "app/records/files.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Another program opens the same history, or sets it aside.
constexpr auto patience = 10s;

constexpr const char* aside_mark = ".aside-";

fs::path lock_of(const fs::path& database) { return fs::path{database} += ".lock"; }

void check(int error) {
  if (error != 0) throw std::system_error{error, std::generic_category()};
}

FileLock locked(const fs::path& database) {
  auto lock = FileLock::take(lock_of(database), patience);
  if (!lock) check(errno);
  return std::move(*lock);
}

fs::path name_aside(const fs::path& database) {
  std::string now =
      utc_text(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  std::ranges::replace(now, ':', '-');
  const fs::path plain = fs::path{database} += aside_mark + now;
  fs::path name = plain;
  std::error_code unknown;
  for (int number = 2; fs::exists(name, unknown); ++number) {
    name = fs::path{plain} += fmt::format("-{}", number);
  }
  return name;
}

}  // namespace

fs::path move_aside(const fs::path& database) {
  fs::path aside = name_aside(database);
  for (const char* ending : kept_beside) {
    const int error = move_file(fs::path{database} += ending, fs::path{aside} += ending);
    if (error != 0 && error != ENOENT) check(error);
  }
  check(move_file(database, aside));
  return aside;
}

Keeper::Keeper(fs::path database, std::function<void(Store&)> fill, Told& told)
    : database_{std::move(database)}, fill_{std::move(fill)}, told_{told} {}

Keeper::~Keeper() { close(); }

// SQLite takes the files beside a database away by name: meanwhile no other program may put another
// database there.
void Keeper::close() {
  if (!store_) return;
  const auto lock = in_memory_ ? std::nullopt : FileLock::take(lock_of(database_), patience);
  store_.reset();
}

std::optional<Keeper::Identity> Keeper::there_now() const {
  struct stat about {};
  if (::stat(database_.c_str(), &about) != 0) return std::nullopt;
  return Identity{about.st_dev, about.st_ino};
}

Store& Keeper::open() {
  // Another program may have set it aside and made it again.
  if (store_ && !in_memory_ && there_now() != opened_) close();
  if (!store_) {
    store_ = in_memory_ ? open_in_memory() : open_on_disk();
    fill_(*store_);
    look_through_aside();
  }
  return *store_;
}

// Rides whose journals are gone.
void Keeper::look_through_aside() {
  if (just_aside_.empty()) return;
  try {
    Store aside{Store::OfOthers{}, just_aside_, patience_with_others};
    take_missing(*store_, aside);
  } catch (const Damaged&) {  // it holds nothing that can be trusted
  } catch (const SQLite::Exception& error) {
    if (!is_damage(error)) throw;
  }
  just_aside_.clear();
}

std::unique_ptr<Store> Keeper::open_on_disk() {
  std::error_code failed;
  fs::create_directories(fs::absolute(database_).parent_path(), failed);
  check(failed.value());
  const FileLock lock = locked(database_);
  opened_ = there_now();
  if (opened_ && fs::file_size(database_, failed) == 0) {
    told_.add(fmt::format("The history {} was empty: it is made again from the journals.",
                          database_.string()));
  }
  auto store = std::make_unique<Store>(database_);
  opened_ = there_now();
  return store;
}

std::unique_ptr<Store> Keeper::open_in_memory() {
  if (readable_ && there_now()) {
    try {
      return std::make_unique<Store>(Store::InMemory{}, database_);
    } catch (const Damaged&) {  // then from the journals alone
    } catch (const SQLite::Exception&) {
    }
  }
  return std::make_unique<Store>(Store::InMemory{});
}

std::vector<std::string> Keeper::set_aside() const {
  std::vector<std::string> files;
  const std::string beginning = database_.filename().string() + aside_mark;
  const fs::path folder = database_.has_parent_path() ? database_.parent_path() : ".";
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    if (at->path().filename().string().starts_with(beginning)) files.push_back(at->path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::optional<Fault> Keeper::mend(int failures) {
  try {
    throw;
  } catch (const MadeByNewer&) {
    return Fault{FaultCode::BadFile,
                 fmt::format("The history {} was made by a newer softpedal: use that one; nothing "
                             "was changed.",
                             database_.string())};
  } catch (const Damaged& error) {
    return damaged(error.what(), failures);
  } catch (const SQLite::Exception& error) {
    return is_damage(error) ? damaged(error.what(), failures) : unwritable(error.what());
  } catch (const std::system_error& error) {
    return unwritable(error.code().message());
  } catch (const std::exception& error) {  // memory is short, perhaps
    close();
    return Fault{FaultCode::BadFile, fmt::format("The history {} cannot be read ({}).",
                                                 database_.string(), error.what())};
  }
}

std::optional<Fault> Keeper::damaged(const std::string& how, int failures) {
  close();
  if (in_memory_) {
    if (!std::exchange(readable_, false)) {
      return Fault{FaultCode::BadFile, fmt::format("The history cannot be read ({}).", how)};
    }
    return std::nullopt;
  }
  if (failures > 0) return unwritable(how);
  try {
    put_aside(how);
  } catch (const std::system_error& error) {
    return unwritable(error.code().message());
  } catch (...) {
    return mend(failures);
  }
  return std::nullopt;
}

std::optional<Fault> Keeper::unwritable(const std::string& why) {
  close();
  if (std::exchange(in_memory_, true)) {
    return Fault{FaultCode::BadFile, fmt::format("The history cannot be read ({}).", why)};
  }
  why_in_memory_ = why;
  told_.add(
      fmt::format("The history {} cannot be written ({}): it is read into memory this time; "
                  "the journals are kept as ever.",
                  database_.string(), why));
  return std::nullopt;
}

void Keeper::put_aside(const std::string& how) {
  const FileLock lock = locked(database_);
  if (there_now() != opened_) return;  // another program was faster
  Store::refuse_newer(database_);
  const fs::path aside = move_aside(database_);
  just_aside_ = aside;
  told_.add(
      fmt::format("The history {} was damaged ({}): it is set aside as {} and made again from "
                  "the journals.",
                  database_.string(), how, aside.filename().string()));
}

}  // namespace softpedal::records
