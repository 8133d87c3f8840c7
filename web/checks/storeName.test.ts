import { expect, test } from "vitest";
import { storeNameError, storeNameRule } from "../src/storeName";

const longest = "a".repeat(40);

test.each(["a", "a1", "my-shop", "a--b", longest])("%s is a name", (name) => {
  expect(storeNameError(name, true)).toBeNull();
});

test.each(["", "-a", "1a", "a-", "A", "a_b", "a b", "ä", "a\n", `${longest}a`])("%j is no name", (name) => {
  expect(storeNameError(name, true)).toBe(storeNameRule);
});

test.each(["", "a", "a-", "my-", longest])("%j may become one", (name) => {
  expect(storeNameError(name, false)).toBeNull();
});

test.each(["-", "1", "A", "a_", "a ", `${longest}a`])("%j cannot become one", (name) => {
  expect(storeNameError(name, false)).toBe(storeNameRule);
});
