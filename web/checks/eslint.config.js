// Run from web/ (npm run lint), so that files are named from there. Linter and tests are a package of their own, since every build of the
// app installs web/'s: there they would add 185 packages to the first one. Its TypeScript is 6, which typescript-eslint needs; what builds
// the page, and checks the types of these tests, is web/'s.
import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked, reactHooks.configs.flat.recommended],
    languageOptions: { parserOptions: { project: ["../tsconfig.json", "tsconfig.json"], tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A handler catches what it awaits; React does nothing with its promise.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // What a rest leaves out has to be named.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
    },
  },
  {
    // Its effect follows the snapshot, of which the counts are made.
    files: ["src/Dashboard.tsx"],
    rules: { "react-hooks/exhaustive-deps": "off" },
  },
  {
    // When a card goes, the focus goes to who is its heir then.
    files: ["src/StoreCard.tsx"],
    rules: { "react-hooks/exhaustive-deps": "off" },
  },
  {
    // The time is right at once when something begins to count it.
    files: ["src/useNow.ts"],
    rules: { "react-hooks/set-state-in-effect": "off" },
  },
);
