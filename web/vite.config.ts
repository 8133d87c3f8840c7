import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../Functions/wwwroot",
    emptyOutDir: true,
    assetsDir: "assets",
    // Everything is a file of its own, so that the page's content security policy needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The dashboard, and the page that shows the API's contract: each loads what it needs itself.
    rolldownOptions: { input: ["index.html", "contract.html"] },
    // Beside the pages, since it says under which licences they may be handed on.
    license: { fileName: "licenses.md" },
    // The renderer of the contract is one large file.
    chunkSizeWarningLimit: 2_000,
  },
  server: {
    // `npm run dev` edits the page live against a running app, which takes requests of its own page only: the Host stays as it was.
    proxy: { "/api": { target: "http://localhost:7071", changeOrigin: false } },
  },
});
