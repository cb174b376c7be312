// SPDX-License-Identifier: MIT
// Keeps a store open and answers what goes wrong with it: a damaged one is set aside and made
// again, one that cannot be written goes on in memory. What is asked of it is then asked again.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "app/core/result.hpp"
#include "app/records/importing.hpp"
#include "app/records/store.hpp"

namespace softpedal::records {

// To a name that tells when, with what SQLite keeps beside it: that name. Throws std::system_error.
[[nodiscard]] std::filesystem::path move_aside(const std::filesystem::path& database);

class Keeper {
 public:
  // `fill` brings a store that was just opened up to date.
  Keeper(std::filesystem::path database, std::function<void(Store&)> fill, Told& told);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  // What `action` gives, which may run more than once.
  template <class Action>
  auto use(Action action) {
    using Answer = std::invoke_result_t<Action, Store&>;
    for (int failures = 0;; ++failures) {
      try {
        if constexpr (std::is_void_v<Answer>) {
          action(open());
          return Result<void>{};
        } else {
          return Result<Answer>{action(open())};
        }
      } catch (...) {
        if (auto fault = mend(failures)) {
          return Result<Answer>{tl::unexpected(std::move(*fault))};
        }
      }
    }
  }
  // What is changed now is forgotten when the program ends.
  [[nodiscard]] bool in_memory() const { return in_memory_; }
  [[nodiscard]] const std::string& why_in_memory() const { return why_in_memory_; }
  // The databases that were ever set aside and are still there.
  [[nodiscard]] std::vector<std::string> set_aside() const;

 private:
  // A file, whatever its name is by now.
  struct Identity {
    dev_t device;
    ino_t inode;
    bool operator==(const Identity&) const = default;
  };

  [[nodiscard]] Store& open();
  [[nodiscard]] std::unique_ptr<Store> open_on_disk();
  void look_through_aside();
  void close();
  [[nodiscard]] std::unique_ptr<Store> open_in_memory();
  // Of the exception at hand. Empty: it is worth another try.
  [[nodiscard]] std::optional<Fault> mend(int failures);
  [[nodiscard]] std::optional<Fault> damaged(const std::string& how, int failures);
  [[nodiscard]] std::optional<Fault> unwritable(const std::string& why);
  void put_aside(const std::string& how);
  [[nodiscard]] std::optional<Identity> there_now() const;

  const std::filesystem::path database_;
  const std::function<void(Store&)> fill_;
  Told& told_;
  bool in_memory_ = false;
  std::string why_in_memory_{};
  bool readable_ = true;                // the file may be copied into memory
  std::filesystem::path just_aside_{};  // and not looked through yet
  std::optional<Identity> opened_{};
  std::unique_ptr<Store> store_{};
};

}  // namespace softpedal::records
