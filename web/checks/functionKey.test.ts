// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { isFunctionKey, keepFunctionKey, readFunctionKey } from "../src/functionKey";

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

test("there is no key before one was given", () => {
  expect(readFunctionKey()).toBeNull();
});

test("a key is kept for the tab, and nowhere else", () => {
  keepFunctionKey("first");
  keepFunctionKey("abc==");

  expect(readFunctionKey()).toBe("abc==");
  expect(localStorage.length).toBe(0);
  expect(document.cookie).toBe("");
});

test.each(["a", "aB3_-==", "!", "~"])("%s can be a key", (text) => {
  expect(isFunctionKey(text)).toBe(true);
});

test.each(["", " ", "a b", "a\n", "\ta", "ä", "a\u007f", "a\r\nx-other: 1"])("%j cannot", (text) => {
  expect(isFunctionKey(text)).toBe(false);
});
