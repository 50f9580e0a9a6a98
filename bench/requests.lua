-- Requests for wrk from a file, BENCH_REQUESTS: a line each of method, path, token, wanted type and body, with tabs between.
local lines = {}
for line in io.lines(os.getenv("BENCH_REQUESTS")) do
  lines[#lines + 1] = line
end

local threads = 0
function setup(thread)
  thread:set("first", threads * 7919)
  threads = threads + 1
end

local made = {}
local at = 0
function init()
  for i, line in ipairs(lines) do
    local method, path, token, accept, body = line:match("^(%S+)\t(%S+)\t(%S*)\t(%S*)\t(.*)$")
    local headers = { ["Accept"] = accept }
    if token ~= "" then
      headers["Authorization"] = "Bearer " .. token
    end
    if body ~= "" then
      headers["Content-Type"] = "application/json"
    end
    made[i] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
  at = first
end

function request()
  at = at + 1
  return made[at % #made + 1]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("BENCH %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
