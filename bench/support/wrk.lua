-- Arguments after `--`: nothing; `paths FILE` to request each line of a file in turn; or `revalidate` to send the entity
-- tag of the last answer. Prints one line of JSON at the end.
local mode, file = nil, nil
local requests, at = {}, 0
local tag = nil
local thread_of_wrk = nil
not_modified = 0

function setup(thread) thread_of_wrk = thread end

function init(args)
  mode, file = args[1], args[2]
  if mode == "paths" then
    for line in io.lines(file) do requests[#requests + 1] = wrk.format("GET", line) end
    function request()
      at = at % #requests + 1
      return requests[at]
    end
  elseif mode == "revalidate" then
    local path = wrk.path
    local current = wrk.format("GET", path)
    function request() return current end
    function response(status, headers)
      if status == 304 then not_modified = not_modified + 1 end
      local etag = headers["etag"] or headers["ETag"]
      if etag ~= nil and etag ~= tag then
        tag = etag
        wrk.headers["If-None-Match"] = tag
        current = wrk.format("GET", path)
      end
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests":%d,"us":%d,"bytes":%d,"failed":%d,"notModified":%d,"p50":%.3f,"p99":%.3f,"max":%.3f}',
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    thread_of_wrk:get("not_modified"),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
