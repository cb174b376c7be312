// SPDX-License-Identifier: MIT
#include "app/shell/journal.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>

#include "tests/app/shell/scratch.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const auto noon = std::chrono::system_clock::time_point{1'800'000'000s};

std::vector<fs::path> files_in(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{directory}) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

void put(const fs::path& path, const std::string& text) { std::ofstream{path} << text; }

void run_until(boost::asio::io_context& io, const std::function<bool()>& done) {
  const auto limit = std::chrono::steady_clock::now() + 30s;
  while (!done() && std::chrono::steady_clock::now() < limit) {
    io.restart();
    io.run_for(10ms);
  }
  ASSERT_TRUE(done());
}

TEST(Journal, ARideIsWholeLinesInAFileThatSortsByDate) {
  const Scratch scratch;
  boost::asio::io_context io;
  auto journal =
      Journal::open(io, scratch.path() / "deep" / "er", {"softpedal test"}, Journal::Waits::Loop);
  ASSERT_TRUE(journal);
  (*journal)->record({Instant{} + 5ms, Event{Ticked{}}});
  (*journal)->remark("two\nlines");
  (*journal)->record({Instant{} + 6ms, Event{Intent::Stop}});
  ASSERT_TRUE((*journal)->finish());
  const auto files = files_in(scratch.path() / "deep" / "er");
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].extension(), ".journal");
  EXPECT_EQ(slurp(files[0]), "# softpedal test\n" + to_text({Instant{} + 5ms, Event{Ticked{}}}) +
                                 "\n# two lines\n" +
                                 to_text({Instant{} + 6ms, Event{Intent::Stop}}) + "\n");
}

TEST(Journal, EventsAreOnDiskBeforeTheRideEnds) {
  const Scratch scratch;
  boost::asio::io_context io;
  auto journal = Journal::open(io, scratch.path(), {}, Journal::Waits::Loop);
  ASSERT_TRUE(journal);
  (*journal)->record({Instant{}, Event{Intent::Ease}});
  const auto part = fs::path{(*journal)->path()} += ".part";
  run_until(io, [&] { return slurp(part) == to_text({Instant{}, Event{Intent::Ease}}) + "\n"; });
}

TEST(Journal, NamesNeverOverwrite) {
  const Scratch scratch;
  std::vector<fs::path> names;
  for (int i = 0; i < 5; ++i) {
    auto file = create_journal_file(scratch.path(), noon);
    ASSERT_TRUE(file);
    if (i % 2 == 0) {
      ASSERT_TRUE(complete_journal_file(*file));
    }
    names.push_back(file->whole);
  }
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

// Names as rides give them.
const std::string first = "2026-11-21T10-00-00Z";
const std::string second = "2026-11-21T11-00-00Z-2";
const std::string third = "2026-11-21T12-00-00Z";

TEST(Journal, ACutRideIsBroughtBackToItsLastWholeLineAndMarked) {
  const Scratch scratch;
  const auto path = [&](const std::string& name) { return scratch.path() / name; };
  put(path(first + ".journal.part"), "1 tick\n2 tick\n3 ti");
  put(path(second + ".journal.part"), std::string{"1 tick\n\0\0\0\n\0", 12});
  put(path(third + ".journal.part"), "");
  put(path("d.journal"), "whole\nand untouched");
  EXPECT_EQ(recover_journals(scratch.path()).size(), 3U);
  EXPECT_EQ(files_in(scratch.path()).size(), 4U);
  EXPECT_TRUE(slurp(path(first + ".journal")).starts_with("1 tick\n2 tick\n# cut: "));
  EXPECT_TRUE(
      slurp(path(second + ".journal")).starts_with(std::string{"1 tick\n\0\0\0\n# cut: ", 18}));
  EXPECT_TRUE(slurp(path(third + ".journal")).starts_with("# cut: "));
  EXPECT_TRUE(slurp(path(third + ".journal")).ends_with("\n"));
  EXPECT_EQ(slurp(path("d.journal")), "whole\nand untouched");
}

TEST(Journal, OfZerosInACutRideOnlyTheTrailingRunIsTakenAway) {
  const Scratch scratch;
  const auto path = [&](const std::string& name) { return scratch.path() / name; };
  const std::string zeros(200'000, '\0');
  const std::string before = "1 tick\n2 ti" + zeros + "\n3 tick\n4 tick\n";
  put(path(first + ".journal.part"), before + "5 ti" + zeros);
  put(path(second + ".journal.part"), before + zeros);
  put(path(third + ".journal.part"), zeros);
  EXPECT_EQ(recover_journals(scratch.path()).size(), 3U);
  EXPECT_TRUE(slurp(path(first + ".journal")).starts_with(before + "# cut: "));
  EXPECT_TRUE(slurp(path(second + ".journal")).starts_with(before + "# cut: "));
  EXPECT_TRUE(slurp(path(third + ".journal")).starts_with("# cut: "));
}

TEST(Journal, WhatIsNoFileOrTooLargeIsLeftAsItIsAndNamed) {
  const Scratch scratch;
  const auto path = [&](const std::string& name) { return scratch.path() / name; };
  ASSERT_EQ(::mkfifo(path(first + ".journal.part").c_str(), 0600), 0);
  fs::create_symlink("/dev/zero", path(second + ".journal.part"));
  put(path(third + ".journal.part"), "1 tick\n");
  fs::resize_file(path(third + ".journal.part"), 3'000'000'000);
  ASSERT_EQ(::mkfifo(path("load-uncertain-99").c_str(), 0600), 0);
  put(path("thesis.journal.part"), "of somebody else");
  EXPECT_TRUE(recover_journals(scratch.path()).empty());
  EXPECT_EQ(fs::file_size(path(third + ".journal.part")), 3'000'000'000U);
  const auto odd = odd_files(scratch.path());
  ASSERT_EQ(odd.size(), 4U);
  EXPECT_NE(odd[0].find("it is a pipe"), std::string::npos);
  EXPECT_NE(odd[1].find("it is a link"), std::string::npos);
  EXPECT_NE(odd[2].find("it is larger than 128 MiB"), std::string::npos);
  EXPECT_NE(odd[3].find("load-uncertain-99"), std::string::npos);
  EXPECT_FALSE(add_remarks(path(first + ".journal.part"), {"a remark"}));
}

TEST(Journal, AFileOfSomebodyElseIsLeftAlone) {
  const Scratch scratch;
  const auto path = [&](const std::string& name) { return scratch.path() / name; };
  const std::string text = "a thesis\nwithout an end";
  put(path("thesis.journal.part"), text);
  put(path("2026-02-30T10-00-00Z.journal.part"), text);
  put(path("thesis.txt"), text);
  std::filesystem::create_symlink(path("thesis.txt"), path(first + ".journal.part"));
  std::filesystem::create_directory(path(third + ".journal.part"));
  EXPECT_TRUE(recover_journals(scratch.path()).empty());
  for (const char* name :
       {"thesis.journal.part", "2026-02-30T10-00-00Z.journal.part", "thesis.txt"}) {
    EXPECT_EQ(slurp(path(name)), text) << name;
  }
}

TEST(Journal, ALivingRideIsNotRecovered) {
  const Scratch scratch;
  boost::asio::io_context io;
  auto journal = Journal::open(io, scratch.path(), {"alive"}, Journal::Waits::Loop);
  ASSERT_TRUE(journal);
  EXPECT_TRUE(recover_journals(scratch.path()).empty());
  EXPECT_TRUE((*journal)->finish());
}

TEST(Journal, ARecoveryNeverOverwritesARide) {
  const Scratch scratch;
  put(scratch.path() / (first + ".journal"), "the ride\n");
  put(scratch.path() / (first + ".journal.part"), "another\n");
  const auto recovered = recover_journals(scratch.path());
  EXPECT_EQ(slurp(scratch.path() / (first + ".journal")), "the ride\n");
  ASSERT_EQ(recovered.size(), 1U);
  EXPECT_EQ(recovered.front(), scratch.path() / (first + "-2.journal"));
  EXPECT_TRUE(slurp(recovered.front()).starts_with("another\n# cut: "));
}

TEST(Journal, AnUnwritablePlaceIsOneClearFault) {
  boost::asio::io_context io;
  const auto journal = Journal::open(io, "/dev/null/journals", {}, Journal::Waits::Loop);
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().code, FaultCode::JournalNotWritable);
  EXPECT_NE(journal.error().sentence.find("/dev/null/journals"), std::string::npos);
}

// A full disk, as this process sees it: no file may grow past the limit.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST(Journal, ADiskThatFillsUpInARideIsToldOnceAndLeavesWholeLinesToRecover) {
  const Scratch scratch;
  boost::asio::io_context io;
  std::vector<Fault> lost;
  {
    auto journal = Journal::open(io, scratch.path(), {"full soon"}, Journal::Waits::Loop);
    ASSERT_TRUE(journal);
    (*journal)->listen({.note_kept = {}, .lost = [&](const Fault& f) { lost.push_back(f); }});
    const FullDisk full{100};
    for (int i = 0; i < 300; ++i) (*journal)->record({Instant{} + i * 1ms, Event{Intent::Pause}});
    run_until(io, [&] { return !lost.empty(); });
    for (int i = 0; i < 3000; ++i) (*journal)->record({Instant{}, Event{Intent::Pause}});
    const auto finished = (*journal)->finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().code, FaultCode::JournalNotWritable);
  }
  io.restart();
  io.run_for(50ms);
  EXPECT_EQ(lost.size(), 1U);
  const auto recovered = recover_journals(scratch.path());
  ASSERT_EQ(recovered.size(), 1U);
  std::istringstream lines{slurp(recovered[0])};
  int events = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto parsed = parse_journal_line(line);
    ASSERT_TRUE(parsed) << line;
    if (*parsed) ++events;
  }
  EXPECT_GT(events, 0);
}

TEST(Journal, AFullDiskAtTheStartRefusesTheRideAndLeavesNothingBehind) {
  const Scratch scratch;
  boost::asio::io_context io;
  const FullDisk full{3};
  const auto journal = Journal::open(io, scratch.path(), {"a header"}, Journal::Waits::Loop);
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().code, FaultCode::JournalNotWritable);
  EXPECT_TRUE(files_in(scratch.path()).empty());
}

TEST(Journal, AFloodThatTheDiskCannotFollowIsALostJournalAndNotAWaitingLoop) {
  const Scratch scratch;
  boost::asio::io_context io;
  std::vector<Fault> lost;
  auto journal = Journal::open(io, scratch.path(), {}, Journal::Waits::Loop);
  ASSERT_TRUE(journal);
  (*journal)->listen({.note_kept = {}, .lost = [&](const Fault& f) { lost.push_back(f); }});
  const std::string long_remark(100'000, 'x');  // far slower to write than to queue
  for (int i = 0; i < 20'000 && lost.empty(); ++i) {
    (*journal)->remark(long_remark);
    io.poll();
    io.restart();
  }
  EXPECT_EQ(lost.size(), 1U);
}

TEST(Journal, InVirtualTimeTheLoopWaitsForTheDiskInstead) {
  const Scratch scratch;
  boost::asio::io_context io;
  auto journal = Journal::open(io, scratch.path(), {}, Journal::Waits::Disk);
  ASSERT_TRUE(journal);
  bool kept = false;
  (*journal)->listen({.note_kept = [&](const NoteRequest&) { kept = true; }, .lost = {}});
  for (int i = 0; i < 10'000; ++i) (*journal)->record({Instant{} + i * 1us, Event{Ticked{}}});
  (*journal)->keep_note({true, {7, "virtual stick"}, 1});
  EXPECT_TRUE(kept) << "answered before the call returned";
  EXPECT_EQ(files_in(scratch.path()).size(), 1U) << "of a virtual trainer's load there is no note";
  ASSERT_TRUE((*journal)->finish());
  const std::string text = slurp((*journal)->path());
  EXPECT_EQ(std::ranges::count(text, '\n'), 10'000);
}

TEST(LoadNote, IsOnDiskBeforeItIsAnsweredAndGoesWhenItIsCleared) {
  const Scratch scratch;
  boost::asio::io_context io;
  auto journal = Journal::open(io, scratch.path(), {}, Journal::Waits::Loop);
  ASSERT_TRUE(journal);
  std::vector<std::uint64_t> kept;
  const fs::path note = scratch.path() / "load-uncertain-54321";
  (*journal)->listen({.note_kept =
                          [&](const NoteRequest& request) {
                            EXPECT_EQ(fs::exists(note), request.load_uncertain);
                            kept.push_back(request.number);
                          },
                      .lost = {}});
  (*journal)->keep_note({true, {54321, "/dev/ttyUSB0"}, 1});
  run_until(io, [&] { return kept.size() == 1; });
  EXPECT_NE(slurp(note).find("/dev/ttyUSB0"), std::string::npos);
  (*journal)->keep_note({false, {54321, "/dev/ttyUSB0"}, 2});
  run_until(io, [&] { return kept.size() == 2; });
  (*journal)->keep_note({false, {54321, "/dev/ttyUSB0"}, 3});
  run_until(io, [&] { return kept.size() == 3; });
}

TEST(LoadNote, ADeadRidesNoteIsFoundAndALivingOnesIsNot) {
  const Scratch scratch;
  ASSERT_TRUE(write_note(scratch.path(), {11, "usb"}));  // its descriptor is gone: dead
  const auto living = write_note(scratch.path(), {22, "/dev/ttyUSB0"});
  ASSERT_TRUE(living);
  put(scratch.path() / "load-uncertain-33", "");  // cut short by a power cut
  put(scratch.path() / "load-uncertain-x", "not ours");
  const auto left = notes_left_behind(scratch.path());
  EXPECT_EQ(left, (std::vector<LoadNote>{{11, "usb"}, {33, ""}}));
}

TEST(LoadNote, ClearingOneTrainersNoteLeavesTheOthers) {
  const Scratch scratch;
  ASSERT_TRUE(write_note(scratch.path(), {11, "usb"}));
  ASSERT_TRUE(write_note(scratch.path(), {22, "usb"}));
  ASSERT_TRUE(clear_note(scratch.path(), 22));
  EXPECT_EQ(notes_left_behind(scratch.path()), (std::vector<LoadNote>{{11, "usb"}}));
}

TEST(LoadNote, WhatIsNoFileIsNoNoteAndGivesItsPlaceToOne) {
  const Scratch scratch;
  const fs::path target = scratch.path() / "somebody elses";
  put(target, "stays");
  ASSERT_EQ(::mkfifo((scratch.path() / "load-uncertain-11").c_str(), 0600), 0);
  fs::create_symlink("/dev/zero", scratch.path() / "load-uncertain-22");
  fs::create_symlink(target, scratch.path() / "load-uncertain-33");
  fs::create_directory(scratch.path() / "load-uncertain-44");
  EXPECT_TRUE(notes_left_behind(scratch.path()).empty());
  EXPECT_TRUE(clear_note(scratch.path(), 44));
  for (const std::uint32_t trainer : {11U, 22U, 33U, 44U}) {
    EXPECT_TRUE(write_note(scratch.path(), {trainer, "usb"})) << trainer;
  }
  EXPECT_EQ(notes_left_behind(scratch.path()),
            (std::vector<LoadNote>{{11, "usb"}, {22, "usb"}, {33, "usb"}, {44, "usb"}}));
  EXPECT_TRUE(fs::is_directory(scratch.path() / "load-uncertain-44.aside"));
  EXPECT_EQ(slurp(target), "stays");
}

TEST(LoadNote, ANoteOfAnySizeNamesItsTrainer) {
  const Scratch scratch;
  put(scratch.path() / "load-uncertain-11", "stick usb\n");
  fs::resize_file(scratch.path() / "load-uncertain-11", 3'000'000'000);
  EXPECT_EQ(notes_left_behind(scratch.path()), (std::vector<LoadNote>{{11, ""}}));
}

TEST(LoadNote, ADirectoryThatIsGoneIsAFault) {
  EXPECT_FALSE(write_note("/nowhere/at/all", {1, "usb"}));
  EXPECT_TRUE(clear_note("/nowhere/at/all", 1));
  EXPECT_TRUE(notes_left_behind("/nowhere/at/all").empty());
}

}  // namespace
}  // namespace softpedal
