import type { Code, Runtime } from "../api/functions";

export interface Template {
  id: string;
  label: string;
  about: string;
  source: Record<Runtime, string>;
}

/** Starting points for a new function. */
export const templates: readonly Template[] = [
  {
    id: "hello",
    label: "Hello",
    about: "Greets by name and writes one log line.",
    source: {
      lua: `return function(args, ctx)
  local name = args.name or "Perigee"
  ctx.log.info("greeting " .. name)
  return "Hello from " .. name .. "!"
end
`,
      javascript: `export default async function (args, ctx) {
  const name = args.name ?? "Perigee";
  ctx.log.info(\`greeting \${name}\`);
  return \`Hello from \${name}!\`;
}
`,
    },
  },
  {
    id: "validate",
    label: "Check input",
    about: "Answers 400 with a reason when something is missing.",
    source: {
      lua: `return function(args)
  if type(args.email) ~= "string" then
    return nil, { field = "email", reason = "is required" }
  end
  return { email = args.email:lower() }
end
`,
      javascript: `import { reject } from "perigee";

export default async function (args) {
  if (typeof args.email !== "string") {
    reject({ field: "email", reason: "is required" });
  }
  return { email: args.email.toLowerCase() };
}
`,
    },
  },
  {
    id: "response",
    label: "Whole response",
    about: "Chooses status, headers and body itself.",
    source: {
      lua: `local http = require "http"

return function(args, ctx)
  return http.response {
    status = 200,
    headers = { ["Content-Type"] = "text/plain; charset=utf-8" },
    body = ctx.request.method .. " " .. ctx.request.path .. "\\n",
  }
end
`,
      javascript: `import { http } from "perigee";

export default async function (args, ctx) {
  return http.response({
    status: 200,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
    body: \`\${ctx.request.method} \${ctx.request.path}\\n\`,
  });
}
`,
    },
  },
];

export const handlerFiles: Record<Runtime, string> = { lua: "main.lua", javascript: "main.js" };

export function codeOf(template: Template, runtime: Runtime): Code {
  const handler = handlerFiles[runtime];
  return { runtime, handler, files: { [handler]: template.source[runtime] } };
}
