// SPDX-License-Identifier: MIT
// Holds readers that are not ours against the rides that we wrote: Garmin's own decoder, another
// one from npm, and gpsbabel.
//   node activity.mjs FOLDER_OF_RIDES FOLDER_OF_NODE_MODULES
// What must be read stands in NAME.json, written from the ride itself (oracle_activity.cpp).
// gpsbabel drops points of a TCX without a position, so they are given one on the way in.
// Exit 77: gpsbabel is not there; the decoders were asked all the same.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [rides, modules] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "x.js"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { Decoder, Profile, Stream } = await load("@garmin/fitsdk");
const other = await load("fit-file-parser");
const FitParser = other.default?.default ?? other.default;

let compared = 0;
let wrong = 0;
const within = (ours, theirs, step) =>
  ours === null || ours === undefined
    ? theirs === undefined
    : Math.abs(ours - theirs) <= step * 0.5001;
// `step`: what one raw count of the field is worth.
function same(where, what, ours, theirs, step = 0) {
  ++compared;
  const equal =
    typeof ours === "string" || typeof ours === "boolean" ? ours === theirs
                                                          : within(ours, theirs, step);
  if (!equal && ++wrong <= 20) {
    console.error(`${where}: ${what}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`);
  }
}

// As it is written: cut to 254 bytes, without line ends and what is no text.
const plain = (title) => {
  const clean = title.replace(/[\x00-\x1f]/g, " ");
  let cut = "";
  for (const character of clean) {
    if (Buffer.byteLength(cut + character) > 254) break;
    cut += character;
  }
  return cut;
};

const own = (ride) => ({
  "Pain before": ride.pain_before,
  "Worst pain": ride.pain_peak,
  "Pain after": ride.pain_after,
  "Profile": plain(ride.title),
  "Profile SHA-256": ride.hash,
});

// A score stands with the first second that counts at or after its own, else with the last.
function painOf(ride) {
  const pains = new Map();
  for (const [at, score] of ride.scores) {
    const point = ride.points.find((p) => p.at >= at) ?? ride.points.at(-1);
    pains.set(point.at, Math.max(score, pains.get(point.at) ?? 0));
  }
  return pains;
}

// One second after another: `read` tells a field of theirs by the name that it has in FIT.
function compareRecords(where, ride, records, time, read, ownField) {
  same(where, "records", ride.points.length, records.length);
  const pains = painOf(ride);
  ride.points.forEach((point, i) => {
    const record = records[i];
    if (record === undefined) return;
    const at = `${where}, second ${point.at}`;
    same(at, "timestamp", ride.began + point.at, time(record));
    same(at, "heart rate", point.heart_rate, read(record, "heart_rate"), 1);
    same(at, "cadence", point.cadence, read(record, "cadence"), 1);
    same(at, "distance", point.distance, read(record, "distance"), 0.01);
    same(at, "speed", point.speed, read(record, "speed"), 0.001);
    same(at, "power", point.power, read(record, "power"), 1);
    same(at, "resistance of 254", point.resistance * 2.54, read(record, "resistance"), 1);
    same(at, "turns", Math.floor(point.turns), read(record, "total_cycles"));
    same(at, "work", point.work, read(record, "accumulated_power"), 1);
    same(at, "torque", point.torque, ownField(record, "Crank torque"), 1e-5);
    same(at, "cap", point.cap, ownField(record, "Torque cap"), 1e-5);
    same(at, "per cent", point.resistance, ownField(record, "Resistance"), 1e-5);
    same(at, "pain", pains.get(point.at), ownField(record, "Pain"));
  });
}

function compareSums(where, ride, sums, time, read) {
  const most = (of) =>
    ride.points.reduce((m, p) => (p[of] === null ? m : Math.max(m ?? 0, p[of])), undefined);
  same(where, "start", ride.began, time(read(sums, "start_time")));
  same(where, "elapsed", ride.elapsed, read(sums, "total_elapsed_time"), 0.001);
  same(where, "timer", ride.timer, read(sums, "total_timer_time"), 0.001);
  same(where, "distance", ride.distance, read(sums, "total_distance"), 0.01);
  same(where, "turns", Math.floor(ride.turns), read(sums, "total_cycles"));
  same(where, "work", ride.work, read(sums, "total_work"), 1);
  const pace = ride.distance === null ? null : ride.distance / ride.timer;
  same(where, "mean speed", pace, read(sums, "avg_speed"), 0.001);
  same(where, "most speed", most("speed"), read(sums, "max_speed"), 0.001);
  same(where, "mean heart rate", ride.heart_rate_mean, read(sums, "avg_heart_rate"), 1);
  same(where, "most heart rate", ride.heart_rate_peak, read(sums, "max_heart_rate"), 1);
  same(where, "mean cadence", ride.cadence_mean, read(sums, "avg_cadence"), 1);
  same(where, "most cadence", most("cadence"), read(sums, "max_cadence"), 1);
  same(where, "mean power", ride.power_mean, read(sums, "avg_power"), 1);
  same(where, "most power", most("power"), read(sums, "max_power"), 1);
}

const epoch = Date.UTC(1989, 11, 31) / 1000;

function garmin(name, ride, bytes) {
  const where = `${name}, @garmin/fitsdk`;
  same(where, "isFIT", true, Decoder.isFIT(Stream.fromBuffer(bytes)));
  same(where, "checkIntegrity", true, new Decoder(Stream.fromBuffer(bytes)).checkIntegrity());
  const order = [];
  const { messages, errors } = new Decoder(Stream.fromBuffer(bytes)).read({
    convertDateTimesToDates: false,
    includeUnknownData: true,
    mesgListener: (number, message) => order.push([number, message]),
  });
  same(where, "errors", "", errors.join("; "));

  // First what it is, last the sums, and the time never goes back.
  const numbers = order.map(([number]) => number);
  same(where, "first", "0,49,23", numbers.slice(0, 3).join());
  same(where, "last", "21,19,18,34", numbers.slice(-4).join());
  let before = 0;
  for (const [number, { timestamp }] of order) {
    if (timestamp === undefined) continue;
    same(where, `time of a message ${number}`, true, timestamp >= before);
    before = timestamp;
  }
  const times = messages.recordMesgs.map((record) => record.timestamp);
  same(where, "a record a second", times.length, new Set(times).size);

  const file = messages.fileIdMesgs[0];
  const us = ride.simulated ? "softpedal SIMULATED" : "softpedal";
  same(where, "type", "activity", file.type);
  same(where, "maker", "development", file.manufacturer);
  same(where, "product", us, file.productName);
  same(where, "made", ride.began, file.timeCreated + epoch);
  const [creator, trainer] = messages.deviceInfoMesgs;
  same(where, "creator", "creator", creator.deviceIndex);
  same(where, "its version", 0.1, creator.softwareVersion);
  same(where, "a trainer", ride.trainer.number !== 0, trainer !== undefined);
  if (trainer) {
    same(where, "its number", ride.trainer.number & 0xffff, trainer.antDeviceNumber);
    same(where, "its kind", "fitnessEquipment", trainer.antplusDeviceType);
    same(where, "its model", ride.trainer.model, trainer.product);
    same(where, "its serial", ride.trainer.serial, trainer.serialNumber);
    same(where, "its way", "antplus", trainer.sourceType);
    same(where, "its version", 1.2, trainer.softwareVersion);
  }

  const events = messages.eventMesgs.map((e) => [e.event, e.eventType, e.timestamp + epoch]);
  const pauses = ride.pauses.flatMap(([from, to]) => [
    ["timer", "stop", ride.began + from],
    ...(to === null ? [] : [["timer", "start", ride.began + to]]),
  ]);
  const end = ride.began + Math.floor(ride.elapsed);
  const all = [["timer", "start", ride.began], ...pauses, ["timer", "stopAll", end]];
  same(where, "events", JSON.stringify(all), JSON.stringify(events));

  const camel = (field) => field.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  const names = new Map(messages.fieldDescriptionMesgs.map((d) => [d.fieldName, d.key]));
  const read = (message, field) => message[camel(field)];
  const ownField = (message, field) => message.developerFields?.[names.get(field)];
  compareRecords(where, ride, messages.recordMesgs, (r) => r.timestamp + epoch, read, ownField);
  same(where, "laps", 1, messages.lapMesgs.length);
  same(where, "sessions", 1, messages.sessionMesgs.length);
  for (const sums of [messages.lapMesgs[0], messages.sessionMesgs[0]]) {
    compareSums(where, ride, sums, (t) => t + epoch, read);
    same(where, "sport", "cycling indoorCycling", `${sums.sport} ${sums.subSport}`);
    same(where, "end", end, sums.timestamp + epoch);
  }
  // GoldenCheetah takes an own field for the native one of that number in its message.
  for (const { fieldName, nativeMesgNum, fieldDefinitionNumber } of messages.fieldDescriptionMesgs) {
    const native = Profile.messages[nativeMesgNum].fields[fieldDefinitionNumber]?.name;
    same(where, `native field of the number of "${fieldName}"`, "", native ?? "");
  }
  for (const [field, value] of Object.entries(own(ride))) {
    // It drops U+FFFD from every text.
    const ours = typeof value === "string" ? value.replaceAll("\ufffd", "") : value;
    same(where, field, ours, ownField(messages.sessionMesgs[0], field));
  }
  const activity = messages.activityMesgs[0];
  same(where, "timer", ride.timer, activity.totalTimerTime, 0.001);
  same(where, "local time", end + ride.offset, activity.localTimestamp + epoch);
}

function second(name, ride, bytes) {
  const where = `${name}, fit-file-parser`;
  const parser = new FitParser({ force: false, mode: "list", speedUnit: "m/s", lengthUnit: "m" });
  parser.parse(bytes, (error, data) => {
    same(where, "error", "", error ?? "");
    if (error) return;
    const seconds = (date) => date.getTime() / 1000;
    const read = (message, field) => message[field];
    compareRecords(where, ride, data.records, (r) => seconds(r.timestamp), read, read);
    same(where, "sessions", 1, data.sessions.length);
    compareSums(where, ride, data.sessions[0], seconds, read);
    for (const [field, value] of Object.entries(own(ride))) {
      same(where, field, value, data.sessions[0][field]);
    }
  });
}

function babel(name, ride, format, file) {
  const where = `${name}, gpsbabel ${format}`;
  const text = execFileSync("gpsbabel",
    ["-t", "-i", format, "-f", file, "-o", "unicsv,utc=0", "-F", "-"], { encoding: "utf8" });
  const [head, ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(","));
  same(where, "points", ride.points.length, rows.length);
  const cell = (row, column) => {
    const found = row[head.indexOf(column)];
    return found === undefined || found === "" ? undefined : Number(found);
  };
  ride.points.forEach((point, i) => {
    const row = rows[i];
    if (row === undefined) return;
    const at = `${where}, second ${point.at}`;
    const [day, time] = [row[head.indexOf("Date")], row[head.indexOf("Time")]];
    same(at, "time", ride.began + point.at, Date.parse(`${day.replaceAll("/", "-")}T${time}Z`) / 1000);
    same(at, "heart rate", point.heart_rate, cell(row, "Heartrate"), 1);
    same(at, "cadence", point.cadence, cell(row, "Cadence"), 1);
    same(at, "power", point.power, cell(row, "Power"), 1);
    // Of a TCX it does not read the speed.
    if (format !== "gtrnctr") same(at, "speed", point.speed, cell(row, "Speed"), 0.011);
  });
}

const names = readdirSync(rides).filter((f) => f.endsWith(".json")).map((f) => f.slice(0, -5));
const has_babel = spawnSync("gpsbabel", ["-V"]).status === 0;
for (const name of names) {
  const file = (ending) => path.join(rides, name + ending);
  const ride = JSON.parse(readFileSync(file(".json"), "utf8"));
  const bytes = readFileSync(file(".fit"));
  garmin(name, ride, bytes);
  second(name, ride, bytes);
  if (!has_babel) continue;
  babel(name, ride, "garmin_fit,allpoints", file(".fit"));
  const somewhere = "</Time><Position><LatitudeDegrees>55.5</LatitudeDegrees>" +
    "<LongitudeDegrees>12.5</LongitudeDegrees></Position>";
  writeFileSync(file(".placed.tcx"),
    readFileSync(file(".tcx"), "utf8").replaceAll("</Time>", somewhere));
  babel(name, ride, "gtrnctr", file(".placed.tcx"));
}

const readers = "@garmin/fitsdk, fit-file-parser" + (has_babel ? " and gpsbabel" : "");
console.log(`${compared} values of ${names.length} rides compared with ${readers}, ${wrong} differ`);
const enough = 100000;
if (compared < enough) console.error(`only ${compared} values: something was not looked at`);
if (wrong !== 0 || compared < enough) process.exit(1);
if (!has_babel) {
  console.error("ORACLES SKIPPED: gpsbabel is not installed. It did NOT read what we wrote.");
  process.exit(77);
}
