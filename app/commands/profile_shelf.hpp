// SPDX-License-Identifier: MIT
// The profiles that a rider may choose from: shipped ones, the rider's own, and files that were
// opened since. A file that is refused is not among them; the refusal is kept to be shown.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/result.hpp"
#include "app/dashboard/model.hpp"
#include "profiles/profile.hpp"

namespace softpedal::commands {

class ProfileShelf {
 public:
  using Cards = std::vector<ui::ProfileCard>;

  // `wanted`: each ride is shortened to so long, where its profile has more.
  ProfileShelf(profiles::Date date, std::optional<std::chrono::seconds> wanted);

  // By a short name or a path; a file that is not on the shelf yet is put there.
  [[nodiscard]] Result<std::size_t> find(const std::string& name_or_path);
  // The same for a file that was dropped on the window: read again, and a refusal is shown.
  [[nodiscard]] std::optional<std::size_t> open(const std::filesystem::path& path);

  // What Ready begins with: a plan of the rider's own, else the one remembered, else the gentlest.
  // An own plan that allows more than the one remembered is offered beside it. Not for an empty
  // shelf.
  struct Opened {
    std::size_t profile;
    std::optional<std::size_t> offered{};
  };
  [[nodiscard]] Opened opens_with(std::optional<std::size_t> remembered) const;

  // Never changes once it is given away.
  [[nodiscard]] std::shared_ptr<const Cards> cards() const { return cards_; }
  [[nodiscard]] const std::optional<ui::RefusedProfile>& refused() const { return refused_; }
  [[nodiscard]] Prescription prescription(std::size_t index) const;

 private:
  [[nodiscard]] Result<std::size_t> put(const std::filesystem::path& path, std::string key);
  void refuse(const Fault& fault);

  profiles::Date date_;
  std::optional<std::chrono::seconds> wanted_;
  std::filesystem::path examples_{};            // the shipped ones' folder
  std::vector<std::filesystem::path> paths_{};  // of the cards
  std::shared_ptr<const Cards> cards_ = std::make_shared<const Cards>();
  std::optional<ui::RefusedProfile> refused_{};
};

}  // namespace softpedal::commands
