import { describe, expect, it, test } from "vitest";
import { describeChanges, describeChoice, describeCounts, describeDuration, describeStep, ordinal } from "../src/words";
import { makeStore } from "./stores";

const step = { startedAt: "2026-01-01T00:00:00Z", endedAt: null };

describe("describeStep", () => {
  test.each([
    ["AwaitSlot", "Waiting for a free slot"],
    ["AwaitShopCheck", "Checking the shop: pages and a purchase"],
    ["DeleteCredentials", "Deleting the passwords"],
  ])("says %s as %s", (name, words) => {
    expect(describeStep(name, makeStore())).toBe(words);
  });

  it("spells out a step that it has not heard of", () => {
    expect(describeStep("AwaitHttp2Proxy", makeStore())).toBe("Await http2 proxy");
  });

  test.each([
    ["a store in the queue", makeStore({ phase: "Queued" })],
    ["a store that is provisioned", makeStore({ phase: "Provisioning" })],
    ["a store whose provision failed", makeStore({ phase: "Failed", failed: "Provision" })],
    ["a store that was just made", makeStore({ timeline: [{ step: "CreateNamespace", ...step }, { step: "InstallRelease", ...step }] })],
  ])("calls the release of %s an installation", (_, store) => {
    expect(describeStep("InstallRelease", store)).toBe("Installing the shop");
  });

  test.each([
    ["is upgraded", makeStore({ phase: "Upgrading" })],
    ["was upgraded", makeStore({ timeline: [{ step: "AwaitSlot", ...step }, { step: "InstallRelease", ...step }] })],
    ["could not be upgraded", makeStore({ phase: "Degraded", failed: "Upgrade" })],
  ])("calls it an upgrade where the store %s", (_, store) => {
    expect(describeStep("InstallRelease", store)).toBe("Upgrading the shop");
  });
});

test.each([
  ["small", "Small"],
  ["mariadb", "MariaDB"],
  ["mysql", "MySQL"],
  ["oracle", "oracle"],
])("the choice %s is written %s", (choice, words) => {
  expect(describeChoice(choice)).toBe(words);
});

test.each([
  [1, "1st"], [2, "2nd"], [3, "3rd"], [4, "4th"], [10, "10th"], [11, "11th"], [12, "12th"], [13, "13th"],
  [21, "21st"], [22, "22nd"], [23, "23rd"], [101, "101st"], [111, "111th"], [112, "112th"], [113, "113th"],
])("the place %i is the %s", (position, words) => {
  expect(ordinal(position)).toBe(words);
});

test.each([
  [-1, "0 s"],
  [0, "0 s"],
  [999, "0 s"],
  [1_000, "1 s"],
  [59_999, "59 s"],
  [60_000, "1 min 0 s"],
  [3_599_999, "59 min 59 s"],
  [3_600_000, "1 h 0 min"],
  [90_061_000, "25 h 1 min"],
])("%i ms are %s", (milliseconds, words) => {
  expect(describeDuration(milliseconds)).toBe(words);
});

test("the title counts stores, and names none", () => {
  expect(describeCounts(3, 0)).toBe("Stores: 3");
  expect(describeCounts(3, 1)).toBe("Stores: 1 of 3 in progress");
});

describe("describeChanges", () => {
  it("says nothing where nothing changed but a step", () => {
    const before = makeStore({ phase: "Provisioning", step: "CreateNamespace" });
    expect(describeChanges([before], [{ ...before, step: "InstallRelease" }])).toEqual([]);
  });

  it("says what is new and what is gone", () => {
    expect(describeChanges([makeStore({ name: "old" })], [makeStore({ name: "new", phase: "Provisioning" })])).toEqual([
      "Store new is being provisioned.",
      "Store old is gone.",
    ]);
  });

  const failure = {
    step: "InstallRelease", reason: "ChartInvalid", message: "The chart is wrong.", leftovers: [], keptUntil: null, diagnosis: null,
  };

  test.each([
    [makeStore({ phase: "Queued", queuePosition: 2 }), "Store demo is queued, 2nd in the queue."],
    [makeStore({ phase: "Queued" }), "Store demo is queued."],
    [makeStore({ phase: "Ready" }), "Store demo is ready."],
    [makeStore({ phase: "Degraded" }), "Store demo is degraded."],
    [makeStore({ phase: "Upgrading" }), "Store demo is being upgraded."],
    [makeStore({ phase: "Repairing" }), "Store demo is being repaired."],
    [makeStore({ phase: "Deleting" }), "Store demo is being deleted."],
    [makeStore({ phase: "Failed", failure }), "Store demo failed: The chart is wrong."],
    [makeStore({ phase: "Failed" }), "Store demo failed"],
  ])("says what a store has become: $phase", (store, words) => {
    const before = makeStore({ phase: store.phase === "Provisioning" ? "Ready" : "Provisioning" });
    expect(describeChanges([before], [store])).toEqual([words]);
  });
});
