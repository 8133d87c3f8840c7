// Writes docs/api.md from the API's contract: for whoever reads it beside a terminal.

/** The parts of an OpenAPI document that are written. */
export interface Contract {
  info: { title: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, PathItem>;
  "x-elsewhere": { responses: Record<string, Ref | Response> };
  components: {
    parameters: Record<string, Parameter>;
    requestBodies: Record<string, RequestBody>;
    responses: Record<string, Response>;
    examples: Record<string, Example>;
    schemas: Record<string, Schema>;
  };
}

interface PathItem {
  parameters?: Ref[];
  get?: Operation;
  post?: Operation;
  delete?: Operation;
}

interface Ref {
  $ref: string;
}

interface Operation {
  tags: string[];
  summary: string;
  description: string;
  parameters?: Ref[];
  requestBody?: Ref;
  responses: Record<string, Ref | Response>;
}

interface Parameter {
  name: string;
  in: string;
  description: string;
  example?: unknown;
}

interface RequestBody {
  description: string;
  required?: boolean;
  content: Record<string, Media>;
}

interface Response {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, Media>;
}

interface Media {
  schema: Schema;
  examples?: Record<string, Ref | Example>;
}

interface Example {
  description?: string;
  value: unknown;
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: string[];
  default?: string | boolean;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
}

interface Problem {
  status: number;
  title: string;
}

// What is answered wherever it is asked for: said once, and not with each request.
const general = new Set([
  "Failed", "HostUnavailable", "Invalid", "InvalidName", "NoKey", "NotJson", "OtherName", "OtherSite", "TooLarge", "Undecidable",
  "Undecided", "Unreachable",
]);
const remedyMark = "What to do: ";
const origin = "localhost:7071";

export function describeApi(contract: Contract): string {
  const writer = new ApiDocument(contract);
  return linkDocuments(`${writer.write().join("\n\n")}\n`);
}

class ApiDocument {
  private readonly contract: Contract;

  constructor(contract: Contract) {
    this.contract = contract;
  }

  write(): string[] {
    const { info, tags } = this.contract;
    const [opening = "", ...chapters] = info.description.trim().split(/\n\n(?=## )/);
    return [
      `# ${info.title}`,
      "<!-- Made from openapi.yaml by `npm --prefix web run contract`: change that file, and run this. -->",
      opening,
      this.overview(),
      ...chapters,
      ...tags.flatMap(({ name, description }) => [
        `## ${name}`, description.trim(), ...this.operations().filter(({ operation }) => operation.tags[0] === name)
          .flatMap(({ method, path, operation }) => this.operation(method, path, operation)),
      ]),
      ...this.problems(),
      "## Objects",
      "What the bodies of answers are made of. Every field is there, unless its meaning says otherwise.",
      ...this.objects().flatMap((name) => this.object(name)),
    ];
  }

  private operations(): { method: string; path: string; operation: Operation }[] {
    return Object.entries(this.contract.paths).flatMap(([path, item]) => (["get", "post", "delete"] as const).flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }];
    }));
  }

  private overview(): string {
    const rows = this.operations().map(({ method, path, operation }) => [
      `[\`${method} ${path}\`](#${slug(`${method} ${path}`)})`,
      operation.summary,
      Object.entries(operation.responses).filter(([, response]) => !isGeneral(response)).map(([status]) => status).join(", "),
    ]);
    return table(["Request", "", "Answers of its own"], rows);
  }

  private operation(method: string, path: string, operation: Operation): string[] {
    const body = operation.requestBody === undefined ? undefined : this.resolve<RequestBody>(operation.requestBody);
    const answers = Object.entries(operation.responses);
    const own = answers.filter(([, response]) => !isGeneral(response)).map(([status, response]) => [
      status, this.answer(status, this.resolve(response)),
    ]);
    const others = answers.filter(([, response]) => isGeneral(response)).map(([status]) => status);
    return [
      `### \`${method} ${path}\``,
      `${operation.summary}. ${operation.description.trim()}`,
      `    ${this.curl(method, path, operation, body)}`,
      ...this.headers(operation),
      ...this.fields(body),
      table(["Answer", ""], own),
      `As [everywhere](#problems): ${others.join(", ")}.`,
    ];
  }

  private headers(operation: Operation): string[] {
    return (operation.parameters ?? []).map((reference) => this.resolve<Parameter>(reference))
      .filter((parameter) => parameter.in === "header")
      .map(({ name, description }) => `Header \`${name}\`, optional: ${lowered(inline(description))}`);
  }

  // Where a body is, it has the fields of its schema; where no field is known, it is not worth a word.
  private fields(body: RequestBody | undefined): string[] {
    const schema = body?.content["application/json"]?.schema;
    const named = schema === undefined ? undefined : this.resolve<Schema>(schema);
    return named?.properties === undefined ? [] : [table(["Field", "", ""], Object.entries(named.properties).map(([name, field]) => [
      `\`${name}\``,
      named.required?.includes(name) === true ? "required" : field.default === undefined ? "" : `\`${String(field.default)}\` if left out`,
      `${this.type(field)}. ${this.meaning(field)}`.trim(),
    ]))];
  }

  private answer(status: string, response: Response): string {
    // A file's are those of 200 again.
    const headers = ["304", "412"].includes(status) ? [] : Object.keys(response.headers ?? {}).map((name) => `\`${name}\``);
    const type = response.content?.["application/json"]?.schema;
    const body = type === undefined ? "" : ` Body: ${this.type(type)}.`;
    return `${inline(response.description)}${body}${headers.length === 0 ? "" : ` Headers: ${headers.join(", ")}.`}`;
  }

  private curl(method: string, path: string, operation: Operation, body: RequestBody | undefined): string {
    const parameters = [...(this.contract.paths[path]?.parameters ?? []), ...(operation.parameters ?? [])]
      .map((reference) => this.resolve<Parameter>(reference));
    const place = parameters.filter((parameter) => parameter.in === "path").reduce(
      (address, parameter) => address.replace(`{${parameter.name}}`, String(parameter.example)), path);
    const media = body?.content["application/json"];
    const sent = media === undefined || this.resolve<Schema>(media.schema).properties === undefined
      ? undefined
      : Object.values(media.examples ?? {}).map((example) => this.resolve<Example>(example).value)[0];
    return [
      "curl",
      ...(method === "GET" ? [] : ["-X", method]),
      `${origin}${place}`,
      ...(sent === undefined ? [] : ["-H", "'content-type: application/json'", "-d", `'${JSON.stringify(sent)}'`]),
    ].join(" ");
  }

  private problems(): string[] {
    const everywhere = [...this.operations().map(({ operation }) => operation), this.contract["x-elsewhere"]];
    const kinds = new Map<string, string[]>();
    let sample: unknown;
    for (const { responses } of everywhere) {
      for (const [status, reference] of Object.entries(responses)) {
        const response = this.resolve(reference);
        const media = response.content?.["application/problem+json"];
        if (media === undefined && Number(status) >= 400) {
          kinds.set(`${status} `, [status, "", ...remedied(response.description)]);
        }
        for (const example of Object.values(media?.examples ?? {}).map((named) => this.resolve<Example>(named))) {
          const { title } = example.value as Problem;
          kinds.set(`${status} ${title} ${String(example.description)}`, [status, title, ...remedied(example.description ?? "")]);
          sample ??= example.value;
        }
      }
    }
    const rows = [...kinds].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
    return [
      "## Problems",
      "Each kind of problem, by its status and `title`, and what to do about it. A problem looks like this:",
      json(sample),
      table(["Status", "`title`", "When", "What to do"], rows),
    ];
  }

  // Those that answers are made of, each after the first that has it.
  private objects(): string[] {
    const found = new Set<string>();
    const take = (schema: Schema | undefined) => {
      if (schema === undefined) {
        return;
      }
      const name = schema.$ref?.split("/").at(-1);
      if (name !== undefined) {
        if (found.has(name)) {
          return;
        }
        if (this.contract.components.schemas[name]?.properties !== undefined) {
          found.add(name);
        }
        take(this.contract.components.schemas[name]);
      }
      take(schema.items);
      [...Object.values(schema.properties ?? {}), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].forEach(take);
    };
    const answers = this.operations().flatMap(({ operation }) => Object.values(operation.responses)).map((named) => this.resolve(named));
    for (const type of ["application/json", "application/problem+json"]) {
      answers.forEach(({ content }) => take(content?.[type]?.schema));
    }
    return [...found];
  }

  private object(name: string): string[] {
    const schema = this.contract.components.schemas[name] ?? {};
    return [`### \`${name}\` object`, inline(schema.description ?? ""), ...this.sample(name), this.properties(schema)];
  }

  private properties(schema: Schema): string {
    return table(["Field", "Type", "Meaning"], Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
      [`\`${name}\``, this.type(field), this.meaning(field)],
      ...Object.entries(field.items?.properties ?? {}).map(([part, of]) => [
        `\`${name}[].${part}\``, this.type(of), this.meaning(of),
      ]),
    ]));
  }

  // What an answer has that is nothing but the object; of a list's items the object itself tells enough.
  private sample(name: string): string[] {
    const samples = this.operations()
      .flatMap(({ operation }) => Object.entries(operation.responses))
      .map(([status, response]) => ({ status, media: this.resolve(response).content?.["application/json"] }))
      .filter(({ media }) => media?.schema.$ref?.endsWith(`/${name}`) === true && !name.endsWith("List"))
      .sort((one, other) => one.status.localeCompare(other.status))
      .flatMap(({ media }) => Object.values(media?.examples ?? {}));
    return samples.slice(0, 1).map((example) => json(this.resolve<Example>(example).value));
  }

  private type(schema: Schema): string {
    if (schema.oneOf !== undefined) {
      return schema.oneOf.map((choice) => this.type(choice)).join(" or ");
    }
    if (schema.$ref !== undefined) {
      const name = schema.$ref.split("/").at(-1) ?? "";
      const named = this.resolve<Schema>(schema);
      return named.properties === undefined ? (name === "Time" ? "time" : this.type(named)) : `[${name}](#${slug(`${name} object`)})`;
    }
    if (schema.enum !== undefined) {
      return schema.enum.map((choice) => `\`${choice}\``).join(", ");
    }
    if (schema.items !== undefined) {
      const plural = schema.items.properties === undefined ? `list of ${this.type(schema.items)}` : "list of objects";
      return Array.isArray(schema.type) ? `${plural} or null` : plural;
    }
    if (typeof schema.additionalProperties === "object") {
      return `object of ${this.type(schema.additionalProperties)}`;
    }
    return Array.isArray(schema.type) ? schema.type.join(" or ") : schema.type ?? "";
  }

  private meaning(schema: Schema): string {
    const named = schema.$ref === undefined ? undefined : this.resolve<Schema>(schema);
    return inline(schema.description ?? named?.description ?? "");
  }

  private resolve<T = Response>(given: Ref | T | Schema): T {
    const reference = (given as Partial<Ref>).$ref;
    if (reference === undefined) {
      return given as T;
    }
    const found = reference.split("/").slice(1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], this.contract);
    return found as T;
  }
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`.replace(/ {2,}/g, " ");
  const escaped = rows.map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));
  return [head, head.map(() => "---"), ...escaped].map(line).join("\n");
}

function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

function inline(text: string): string {
  return text.trim().replaceAll("\n", " ");
}

/** When it happens, and what to do about it. */
function remedied(text: string): string[] {
  const [when = "", remedy = ""] = inline(text).split(remedyMark);
  return [when.trim(), capitalised(remedy)];
}

function isGeneral(response: Ref | Response): boolean {
  return "$ref" in response && general.has(response.$ref.split("/").at(-1) ?? "");
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The anchor of a heading, as a forge makes it. */
function slug(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
}

/** The contract names the other documents by their paths, since a link would lead nowhere on the page that shows it. */
function linkDocuments(text: string): string {
  return text.replace(/`docs\/([a-z-]+\.md)(#[a-z-]+)?`/g, (_, file: string, anchor = "") => `[docs/${file}](${file}${String(anchor)})`);
}
