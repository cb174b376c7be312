// SPDX-License-Identifier: MIT
// Holds two decoders that are not ours against what we read from the same bytes.
//   node compare.mjs RIDES FOLDER_OF_NODE_MODULES
// A sensor is made anew for each message, so that each page is judged by itself; one more lives
// through the whole ride, for what is accumulated over roll-overs. Known slips of the oracles are
// left out by name: ANT+ state READY clears their values; LO counts 255 at the roll-over of events
// and its check byte 0xFF becomes 0 (ant-fec.md 2.1, 4.6); a missing speed is not known to them.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [rides, modules] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "x.js"));
const Incyclist = require("incyclist-ant-plus/lib/sensors/fitness-equipment-sensors.js").default;
const next = await import(
  pathToFileURL(path.join(path.resolve(modules), "node_modules/ant-plus-next/dist/index.mjs")).href
);

const ready = 2;
const states = [undefined, "OFF", "READY", "IN_USE", "FINISHED"];
const targets = ["OnTarget", "LowSpeed", "HighSpeed", undefined];

function incyclist(device) {
  let state;
  const channel = {
    getChannelNo: () => 0,
    getProps: () => ({}),
    onDeviceData: (_profile, _device, given) => (state = given),
    sendMessage: async (bytes) => (channel.sent = bytes),
  };
  const sensor = new Incyclist(device, channel);
  return {
    name: "incyclist-ant-plus",
    sensor,
    channel,
    take(frame) {
      sensor.onMessage(frame);
      return state ?? {};
    },
  };
}

function antPlusNext(device) {
  const stick = new Proxy({}, { get: () => () => stick });  // answers everything with itself
  const sensor = new next.FitnessEquipmentSensor(stick);
  sensor.state = new next.FitnessEquipmentSensorState(device);
  sensor.channel = 0;
  const oracle = {
    name: "ant-plus-next",
    sensor,
    sent: [],
    take(frame) {
      sensor.updateState(device, new DataView(frame.buffer, frame.byteOffset, frame.length));
      return sensor.state;
    },
  };
  sensor.send = async (bytes) => {
    oracle.sent = bytes;
  };
  return oracle;
}

let compared = 0;
let wrong = 0;
function same(oracle, line, what, ours, theirs) {
  ++compared;
  const equal =
    typeof ours === "number" && typeof theirs === "number"
      ? Math.abs(ours - theirs) < 1e-6
      : (ours ?? undefined) === (theirs ?? undefined);
  if (equal) return;
  if (++wrong <= 20) {
    console.error(`${oracle}: ${what}: ours ${ours}, theirs ${theirs}\n  ${line}`);
  }
}

function compare(oracle, line, ours, theirs) {
  const check = (what, a, b) => same(oracle, line, what, a, b);
  if (ours.page >= 16 && ours.page <= 26) check("state", states[ours.state], theirs.State);
  switch (ours.page) {
    case 16:
      if (ours.state === ready) break;
      if (ours.speed !== null) check("speed", ours.speed, theirs.RealSpeed);
      check("elapsed", ours.elapsed, theirs.ElapsedTime);
      check("distance", ours.distance, theirs.Distance);
      check("heart rate", ours.heart_rate, theirs.HeartRate);
      break;
    case 17:
      if (ours.state === ready) break;
      check("cycle length", ours.cycle, theirs.CycleLength);
      check("incline", ours.incline, theirs.Incline);
      // Raw in both: half per cents.
      check("resistance", ours.resistance === null ? null : ours.resistance * 2, theirs.Resistance);
      break;
    case 25:
      if (ours.state === ready) break;
      check("cadence", ours.cadence, theirs.Cadence);
      check("power", ours.power, theirs.InstantaneousPower);
      check("status bits", ours.needed, theirs.TrainerStatus);
      check("target flag", targets[ours.target], theirs.TargetStatus);
      if (ours.power !== null) check("accumulated", ours.accumulated, theirs.AccumulatedPower);
      break;
    case 80:
      check("hardware", ours.hardware, theirs.HwVersion);
      check("maker", ours.maker, theirs.ManId);
      check("model", ours.model, theirs.ModelNum);
      break;
    case 81:
      check("software", ours.software, theirs.SwVersion);
      check("serial", ours.serial, theirs.SerialNumber);
      break;
  }
}

async function compareControl(line, kind, value, frame) {
  const calls = {
    basic: [(s) => s.sendBasicResistance(value), (s) => s.setBasicResistance(value)],
    track: [(s) => s.sendTrackResistance(0, 0), (s) => s.setTrackResistance(0, 0)],
    wind: [(s) => s.sendWindResistance(0, 0, 0), (s) => s.setWindResistance(0, 0, 0)],
    user: [(s) => s.sendUserConfiguration(75, 10), (s) => s.setUserConfiguration(75, 10)],
  }[kind];
  // Without sync and check byte: the check byte of one oracle is wrong by design.
  const page = (bytes) => Buffer.from(bytes).subarray(1, 12).toString("hex");
  const first = incyclist(1);
  await calls[0](first.sensor);
  same(first.name, line, `control ${kind}`, page(frame), page(first.channel.sent ?? []));
  const second = antPlusNext(1);
  await calls[1](second.sensor);
  same(second.name, line, `control ${kind}`, page(frame), page(second.sent));
}

let live = [];
for (const line of readFileSync(rides, "utf8").split("\n")) {
  if (line.startsWith("#")) live = [];
  const [kind, ...rest] = line.split(" ");
  if (kind === "control") {
    const [what, value, hex] = rest;
    await compareControl(line, what, Number(value), Buffer.from(hex, "hex"));
  }
  if (kind !== "page") continue;
  const frame = Buffer.from(rest[0], "hex");
  const ours = JSON.parse(rest.slice(1).join(" "));
  for (const make of [incyclist, antPlusNext]) {
    const oracle = make(ours.device);
    compare(oracle.name, line, ours, oracle.take(frame));
  }
  if (live.length === 0) live = [incyclist(ours.device), antPlusNext(ours.device)];
  for (const oracle of live) {
    const theirs = oracle.take(frame);
    if (ours.page === 25 && ours.state !== ready && ours.power !== null) {
      same(oracle.name, line, "accumulated over the ride", ours.accumulated,
        theirs.AccumulatedPower % 65536);
    }
  }
}
console.log(`${compared} values compared with ant-plus-next and incyclist-ant-plus, ${wrong} differ`);
const enough = 10000;
if (compared < enough) console.error(`only ${compared} values: something was not looked at`);
process.exit(wrong === 0 && compared >= enough ? 0 : 1);
