// Requests as they are on the wire, kept apart from what reads them: status, headers in their order of names, body.

import http from "node:http";

const TIMEOUT_MS = 60_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

/** Asks `site` ({url}); headers with several values are lists. */
export function ask(site, { method = "GET", path, headers = {}, body }) {
  const { hostname, port } = new URL(site.url);
  return new Promise((done, failed) => {
    const request = http.request({ hostname, port, agent, method, path, headers }, (reply) => {
      const parts = [];
      reply.on("data", (part) => parts.push(part));
      reply.on("error", failed);
      reply.on("end", () => {
        const bytes = Buffer.concat(parts);
        done({ status: reply.statusCode, headers: reply.headers, text: bytes.toString("utf8"), length: bytes.length });
      });
    });
    request.setTimeout(TIMEOUT_MS, () => request.destroy(new Error(`no answer to ${method} ${path}`)));
    request.on("error", failed);
    if (body !== undefined) request.setHeader("Content-Length", Buffer.byteLength(body));
    request.end(body);
  });
}

/** A request with a JSON body by token; the parsed reply, which must have one of the statuses. */
export async function must(site, token, method, path, body, headers = {}) {
  const sent = { Accept: "application/json", Authorization: `Bearer ${token}`, ...headers };
  if (body !== undefined) sent["Content-Type"] = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const reply = await ask(site, { method, path, headers: sent, body: body === undefined ? undefined : JSON.stringify(body) });
  const parsed = /json/.test(reply.headers["content-type"] ?? "") ? JSON.parse(reply.text) : undefined;
  return { status: reply.status, body: parsed, text: reply.text };
}
