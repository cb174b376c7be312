// SPDX-License-Identifier: MIT
#include "app/commands/profile_shelf.hpp"

#include <algorithm>
#include <utility>

#include "app/commands/ride_request.hpp"
#include "app/core/rise.hpp"
#include "app/dashboard/plans.hpp"
#include "profiles/library.hpp"
#include "profiles/toml_file.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_note = 400;

fs::path full(const fs::path& path) {
  std::error_code unknown;
  const fs::path canonical = fs::canonical(path, unknown);
  return unknown ? fs::absolute(path, unknown) : canonical;
}

}  // namespace

ProfileShelf::ProfileShelf(profiles::Date date, std::optional<std::chrono::seconds> wanted)
    : date_{date}, wanted_{wanted} {
  const auto folders = profiles::folders();
  examples_ = full(folders.front());
  for (const fs::path& file : profiles::files(folders)) {
    const std::string name = file.stem().string();
    // A name that stands in two folders would not be found again: the path is.
    const auto put_there = put(file, profiles::find(name, folders) ? name : full(file).string());
    if (!put_there && !refused_) refuse(put_there.error());
  }
}

Result<std::size_t> ProfileShelf::find(const std::string& name_or_path) {
  const auto named = std::ranges::find(*cards_, name_or_path, &ui::ProfileCard::key);
  if (named != cards_->end()) return static_cast<std::size_t>(named - cards_->begin());
  const auto path = profiles::find(name_or_path, profiles::folders());
  if (!path) return tl::unexpected(path.error());
  return put(*path, full(*path).string());
}

std::optional<std::size_t> ProfileShelf::open(const fs::path& path) {
  const auto index = put(path, full(path).string());
  if (index) return *index;
  refuse(index.error());
  return std::nullopt;
}

ProfileShelf::Opened ProfileShelf::opens_with(std::optional<std::size_t> remembered) const {
  const std::size_t first = ui::plans_in_order(*cards_, false).front();
  if (!remembered) return {first};
  const ui::ProfileCard& before = cards_->at(*remembered);
  const ui::ProfileCard& own = cards_->at(first);
  if (before.own || !own.own) return {*remembered};
  if (!rise(before.prescription, own.prescription).any()) return {first};
  return {*remembered, first};
}

Prescription ProfileShelf::prescription(std::size_t index) const {
  const Prescription& whole = cards_->at(index).prescription;
  if (!wanted_) return whole;
  return shortened(whole, *wanted_).value_or(whole);  // a rider may shorten a ride only
}

Result<std::size_t> ProfileShelf::put(const fs::path& path, std::string key) {
  const auto profile = profiles::load(path, date_);
  if (!profile) return tl::unexpected(profile.error());
  ui::ProfileCard card{.key = std::move(key),
                       .name = profiles::printable(profile->name),
                       .author = profiles::printable(profile->author.name),
                       .note = profiles::printable(profile->author.note, longest_note),
                       .prescription = profile->prescription,
                       .sessions_per_week = profile->sessions_per_week,
                       .between = profile->hours_between,
                       .own = full(path).parent_path() != examples_,
                       .text = profile->text,
                       .unverified_signature = profile->unverified_signature};
  auto cards = std::make_shared<Cards>(*cards_);
  const auto same = std::ranges::find(paths_, full(path));
  const auto index = static_cast<std::size_t>(same - paths_.begin());
  if (same == paths_.end()) {
    paths_.push_back(full(path));
    cards->push_back(std::move(card));
  } else {
    card.key = cards->at(index).key;
    cards->at(index) = std::move(card);
  }
  cards_ = std::move(cards);
  return index;
}

void ProfileShelf::refuse(const Fault& fault) {
  refused_ = ui::RefusedProfile{fault.sentence, refused_ ? refused_->number + 1 : 1};
}

}  // namespace softpedal::commands
