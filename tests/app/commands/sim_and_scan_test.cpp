// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/app/commands/command_line.hpp"

namespace softpedal::commands {
namespace {

std::vector<nlohmann::json> json_lines(const std::string& text) {
  std::vector<nlohmann::json> found;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) found.push_back(nlohmann::json::parse(line));
  return found;
}

TEST(SimCommand, SaysFirstWhereTheStickIsAndThenWhatIsTrue) {
  const Said said = run(add_sim, {"sim", "--serve", "pty", "--seconds", "2", "--trainer", "7",
                                  "--trainer", "700000", "--json"});
  EXPECT_EQ(said.status, 0) << said.err;
  const auto lines = json_lines(said.out);
  ASSERT_GE(lines.size(), 3u);
  EXPECT_TRUE(lines[0].at("pty").get<std::string>().starts_with("/dev/pts/"));
  EXPECT_EQ(lines[1].at("trainer"), 7);
  EXPECT_EQ(lines[2].at("trainer"), 700000);
}

TEST(SimCommand, RefusesWhatItDoesNotKnowWithOneSentence) {
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"--fault", "no_such_fault"},
        {"--fault", "loss=1000"},
        {"--model", "unicycle"},
        {"--act", "stop"},
        {"--act", "60 fly"},
        {"--act", "-1 stop"}}) {
    std::vector<std::string> words{"sim", "--serve", "pty", "--seconds", "1"};
    words.insert(words.end(), wrong.begin(), wrong.end());
    const Said said = run(add_sim, words);
    EXPECT_EQ(said.status, 2) << wrong[1] << ": " << said.err;
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
    EXPECT_EQ(said.out, "");
  }
  for (const char* number : {"0", "1048576", "-1", "x"}) {
    EXPECT_EQ(run(add_sim, {"sim", "--serve", "pty", "--trainer", number}).status, -1) << number;
  }
  for (const char* number : {"-1", "18446744073709551616", "nan", "1.5", ""}) {
    EXPECT_EQ(run(add_sim, {"sim", "--serve", "pty", "--seed", number}).status, -1) << number;
  }
  EXPECT_EQ(run(add_sim, {"sim"}).status, -1);
  EXPECT_EQ(run(add_sim, {"sim", "--serve", "tcp"}).status, -1);
}

TEST(ScanCommand, ListsTheVirtualTrainerAndSaysThatItIsSimulated) {
  const Said said = run(add_scan, {"scan", "--stick", "sim", "--seconds", "2"});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_TRUE(said.out.starts_with("SIMULATED")) << said.out;
  EXPECT_NE(said.out.find("31415  trainer"), std::string::npos) << said.out;

  const Said json = run(add_scan, {"scan", "--stick", "sim", "--seconds", "2", "--json"});
  const auto lines = json_lines(json.out);
  ASSERT_EQ(lines.size(), 1u) << json.out;
  EXPECT_EQ(lines[0].at("number"), 31415);
  EXPECT_EQ(lines[0].at("kind"), "trainer");
  EXPECT_EQ(lines[0].at("type"), 17);
}

TEST(ScanCommand, TakesTypesByNameAndByNumber) {
  for (const char* type : {"trainer", "Trainer", "17"}) {
    const Said said =
        run(add_scan, {"scan", "--stick", "sim", "--seconds", "2", "--json", "--type", type});
    EXPECT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(json_lines(said.out).size(), 1u) << type;
  }
  for (const char* type : {"strap", "heart-rate", "heart_rate", "power", "speed", "cadence",
                           "speed cadence", "Speed_Cadence", "remote", "120"}) {
    const Said said =
        run(add_scan, {"scan", "--stick", "sim", "--seconds", "1", "--json", "--type", type});
    EXPECT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(said.out, "") << type << ": the virtual trainer is none";
  }
  for (const char* type : {"treadmill", "", "0", "128", "-17", "nan", "1.5"}) {
    const Said said = run(add_scan, {"scan", "--stick", "sim", "--type", type});
    EXPECT_EQ(said.status, 2) << type;
    EXPECT_EQ(said.err, std::string{"softpedal: --type "} + type +
                            ": choose one of trainer, strap, heart-rate, power, speed-cadence, "
                            "cadence, speed, remote, or a number from 1 to 127.\n");
  }
  for (const char* number : {"0", "1048576", "-1", "x", "nan", "1.5"}) {
    EXPECT_EQ(run(add_scan, {"scan", "--stick", "sim", "--use", number}).status, -1) << number;
    EXPECT_EQ(run(add_scan, {"scan", "--stick", "sim", "--seconds", number}).status, -1) << number;
  }
}

TEST(ScanCommand, WithoutAStickEndsWithStatusThree) {
  for (const char* path : {"/dev/null", "/no/such/stick"}) {
    const Said said = run(add_scan, {"scan", "--stick", path, "--json"});
    EXPECT_EQ(said.status, 3) << said.err;
    EXPECT_EQ(said.out, "");
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
  }
}

}  // namespace
}  // namespace softpedal::commands
