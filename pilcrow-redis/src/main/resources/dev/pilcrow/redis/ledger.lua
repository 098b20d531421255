-- What has been handled of each client's messages, each call in one step.
--
-- A client is a hash: s the settled number, c the name of the claim, t when that last gave a sign of
-- life, r the newest rejected numbers as ",5,9,".
--
-- KEYS 1 the client's hash, 2 all clients by their last use
-- ARGV 1 claim, settle, reject, release or live
--      2 the client, 3 the number, 4 the claim's name, 5 ms that a claim counts after a sign of life
--      6 ms that a client is kept, 7 how many clients are kept, 8 what the keys of clients start with
-- Returns fresh, handled, rejected or busy for a claim, else done.

local op, client, number, name = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local row = redis.call('HMGET', KEYS[1], 's', 'c', 't', 'r')
local settled, holder, seen, rejected = tonumber(row[1]) or 0, row[2], tonumber(row[3]) or 0, row[4] or ','

local function keep()
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  redis.call('ZADD', KEYS[2], now, client)
  redis.call('PEXPIRE', KEYS[2], ARGV[6])
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[6])
  for _ = 1, 2 do
    if redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[7]) then
      local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
      if redis.call('HEXISTS', ARGV[8] .. oldest, 'c') == 1 then
        redis.call('ZADD', KEYS[2], now, oldest)
      else
        redis.call('DEL', ARGV[8] .. oldest)
      end
    end
  end
end

if op == 'claim' then
  if holder == name then
    return { 'fresh' }
  end
  if number <= settled then
    return { string.find(rejected, ',' .. ARGV[3] .. ',', 1, true) and 'rejected' or 'handled' }
  end
  if holder and now - seen < tonumber(ARGV[5]) then
    return { 'busy' }
  end
  redis.call('HSET', KEYS[1], 'c', name, 't', string.format('%.0f', now))
  keep()
  return { 'fresh' }
end

if holder == name and op == 'live' then
  redis.call('HSET', KEYS[1], 't', string.format('%.0f', now))
elseif holder == name then
  redis.call('HDEL', KEYS[1], 'c', 't')
end
if op ~= 'live' and op ~= 'release' and number > settled then
  redis.call('HSET', KEYS[1], 's', ARGV[3])
  if op == 'reject' then
    rejected = rejected .. ARGV[3] .. ','
    local _, count = string.gsub(rejected, '%d+', '')
    if count > 64 then
      rejected = string.gsub(rejected, '^,%d+', '')
    end
    redis.call('HSET', KEYS[1], 'r', rejected)
  end
  keep()
end
return { 'done' }
