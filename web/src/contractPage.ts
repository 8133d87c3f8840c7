// Shows the contract that the app serves. A page of its own, since its renderer is many times as large as the dashboard.
import "swagger-ui-dist/swagger-ui.css";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "./contractPage.css";

// What only helps to send requests.
const unused = ["authorizeBtn", "authorizeOperationBtn", "ServersContainer"];
const nothing = () => null;
const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

function followScheme() {
  root.classList.toggle("dark-mode", dark.matches);
}

followScheme();
dark.addEventListener("change", followScheme);

SwaggerUI({
  url: "/api/openapi.yaml",
  domNode: document.getElementById("contract")!,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  // A page to read: requests are for the dashboard and the command line, which know how to keep a function key.
  supportedSubmitMethods: [],
  plugins: [() => ({ wrapComponents: Object.fromEntries(unused.map((component) => [component, () => nothing])) })],
  // Without this a contract on a public host is sent to the renderer's makers to be judged.
  validatorUrl: null,
});
