import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../Functions/wwwroot",
    emptyOutDir: true,
    assetsDir: "assets",
    // Everything is a file of its own, so that the page's content security policy needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // `npm run dev` edits the page live against a running app.
    proxy: { "/api": "http://localhost:7071" },
  },
});
