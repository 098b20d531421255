-- All that changes Pilcrow's logs, each call in one step.
--
-- A log is a stream whose ids are offset-0, with a hash beside it:
--   h the newest offset, f the first that is kept, b the bytes kept, t when the first was appended
-- and for a topic e, its epoch, x, who wrote the newest event, and g, the generation it belongs to. The feed holds the events of all
-- topics once more, in the order of their appending, for the nodes to follow; its hash has g, the
-- generation: the life of all that is kept here. Every node slot remembers its last append.
--
-- KEYS 1 the feed's hash, 2 the feed, 3 the topic's hash, 4 the topic's stream, 5 the node's slots
-- ARGV 1 what to do: feed, look or append; "renew" ends the generation first if it is ARGV[4]
--      2 now in ms, or "" for this server's clock
--      3 a fresh name for a generation, and for an epoch
--      4 the generation the caller knows, 5 the newest offset of the feed that it has seen
--      6 to 8 events, bytes and ms that the feed keeps
--      9 the topic, 10 to 12 events, bytes and ms that it keeps, 13 ms after which an unused one goes
--      14 the slot, 15 the count of the append in this slot, 16 the event, 17 its signature or ""
-- Returns generation, the feed's newest and first offset; then the topic's epoch, newest and first
-- offset; then who wrote the newest event and now in ms, or for an append the event's epoch and offset.

local op, fresh = ARGV[1], ARGV[3]
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local function text(number)
  return string.format('%.0f', number)
end

local function numbers(log, names)
  for name, value in pairs(names) do
    log[name] = tonumber(value)
  end
  return log.h and log.f and log.b and log.t
end

local function keepOut(key, type)
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= type then
    error('PILCROW expected a ' .. type .. ' at key ' .. key .. ' but found a ' .. found)
  end
end

local function startOver(log, head)
  keepOut(log.hash, 'hash')
  keepOut(log.stream, 'stream')
  redis.call('DEL', log.stream)
  log.h, log.f, log.b, log.t = head, head + 1, 0, 0
end

local function save(log)
  redis.call('HSET', log.hash, 'h', text(log.h), 'f', text(log.f), 'b', text(log.b), 't', text(log.t),
    'g', log.g, 'e', log.e or '', 'x', log.x or '')
end

-- Drops what is beyond the limits, from the old end.
local function trim(log, events, bytes, age)
  local first = log.f
  while log.f <= log.h and (log.h - log.f + 1 > events or log.b > bytes and log.f < log.h
      or log.t + age < now) do
    local found = redis.call('XRANGE', log.stream, text(log.f) .. '-0', '+', 'COUNT', 2)
    local size, time = 0, log.t
    if found[1] and found[1][1] == text(log.f) .. '-0' then
      for i = 1, #found[1][2], 2 do
        if found[1][2][i] == 'e' then size = #found[1][2][i + 1] end
      end
      for i = 1, found[2] and #found[2][2] or 0, 2 do
        if found[2][2][i] == 't' then time = tonumber(found[2][2][i + 1]) or time end
      end
    end
    log.f, log.b, log.t = log.f + 1, log.b - size, time
  end
  if log.f > log.h then
    log.b = 0
  end
  if log.f > first then
    redis.call('XTRIM', log.stream, 'MAXLEN', text(math.max(0, log.h - log.f + 1)))
  end
  return log.f > first
end

-- Appends fields after the newest entry; false if the stream has ids that are not ours.
local function push(log, size, ...)
  local added = redis.pcall('XADD', log.stream, text(log.h + 1) .. '-0', ...)
  if type(added) == 'table' and added.err then
    if not string.find(added.err, 'equal or smaller', 1, true) then
      error(added.err)
    end
    return false
  end
  log.h = log.h + 1
  log.b = log.b + size
  if log.f == log.h then log.t = now end
  return true
end

-- The feed and the generation.

local feed = { hash = KEYS[1], stream = KEYS[2] }
local row = redis.call('HMGET', feed.hash, 'g', 'h', 'f', 'b', 't')
feed.g = row[1]
local whole = numbers(feed, { h = row[2], f = row[3], b = row[4], t = row[5] }) and feed.g
local seen = feed.g == ARGV[4] and tonumber(ARGV[5]) or 0

local function renew()
  local head = math.max(feed.h or 0, seen)
  if head > 0 then head = head + 1 end
  startOver(feed, math.max(0, head - 1))
  feed.g = fresh
  if head > 0 then push(feed, 0, 'g', fresh) end
  save(feed)
end

if not whole or feed.h < seen or (op == 'renew' and feed.g == ARGV[4]) then
  renew()
end
local reply = { feed.g, feed.h, feed.f }
if op == 'feed' or op == 'renew' then
  return reply
end

-- The topic.

local log = { hash = KEYS[3], stream = KEYS[4] }
row = redis.call('HMGET', log.hash, 'g', 'e', 'h', 'f', 'b', 't', 'x')
log.g, log.e, log.x = row[1], row[2], row[7]
if not numbers(log, { h = row[3], f = row[4], b = row[5], t = row[6] }) or log.g ~= feed.g
    or not log.e or not string.match(log.e, '^%w+$') or #log.e > 32 then
  startOver(log, 0)
  log.g, log.e, log.x = feed.g, fresh, ''
  save(log)
end

local events, bytes, age, ttl = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12]), ARGV[13]
if op == 'look' then
  if trim(log, events, bytes, age) then save(log) end
else
  local slot, count, event, seal = ARGV[14], tonumber(ARGV[15]), ARGV[16], ARGV[17]
  local before = redis.call('HGET', KEYS[5], slot)
  if before then
    local n, epoch, offset = string.match(before, '^(%d+) (%w+) (%d+)$')
    n = tonumber(n)
    if n and n >= count then
      if n > count then error('PILCROW a newer append has used this slot') end
      return { feed.g, feed.h, feed.f, log.e, log.h, log.f, epoch, tonumber(offset) }
    end
  end
  local nonce = KEYS[5] .. '.' .. slot .. '.' .. ARGV[15]
  if not push(log, #event, 'e', event, 'x', nonce, 't', text(now), 's', seal) then
    startOver(log, 0)
    log.e = fresh
    push(log, #event, 'e', event, 'x', nonce, 't', text(now), 's', seal)
  end
  log.x = nonce
  trim(log, events, bytes, age)
  save(log)
  local entry = { 'g', feed.g, 'k', ARGV[9], 'p', log.e .. ':' .. text(log.h), 'e', event, 'x', nonce,
    't', text(now), 's', seal }
  if not push(feed, #event, unpack(entry)) then
    startOver(feed, feed.h)
    push(feed, #event, unpack(entry))
  end
  trim(feed, tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]))
  save(feed)
  redis.call('HSET', KEYS[5], slot, ARGV[15] .. ' ' .. log.e .. ' ' .. text(log.h))
  redis.call('PEXPIRE', KEYS[5], ttl)
  reply = { feed.g, feed.h, feed.f, log.e, log.h, log.f, log.e, log.h }
end
redis.call('PEXPIRE', log.hash, ttl)
redis.call('PEXPIRE', log.stream, ttl)
if op == 'look' then
  return { feed.g, feed.h, feed.f, log.e, log.h, log.f, log.x or '', now }
end
return reply
