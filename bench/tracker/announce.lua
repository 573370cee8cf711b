-- A script for wrk: announces of MEMBERS peers of the swarm INFO_HASH (percent-encoded), one after another, each with a
-- peer id and a port of its own, one in four with everything. NUMWANT: how many peers each wants.

local members = tonumber(os.getenv('MEMBERS'))
local requests = {}
local next = 0

function init()
  local rest = '&uploaded=0&downloaded=0&compact=1&numwant=' .. os.getenv('NUMWANT') .. (os.getenv('EVENT') or '')
  for i = 1, members do
    local id = string.format('-XX0001-%012d', i * 7919)
    local path = '/announce?info_hash=' .. os.getenv('INFO_HASH') .. '&peer_id=' .. id .. '&port=' .. (10000 + i)
    requests[i] = wrk.format('GET', path .. '&left=' .. (i % 4 == 0 and 0 or 1000) .. rest)
  end
end

function request()
  next = next % members + 1
  return requests[next]
end
