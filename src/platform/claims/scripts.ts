/*
 * Each process has a hash of what it claims, `…:held:<process>`, which counts while `…:alive:<process>` is there. The set
 * `…:processes` names those that have not been buried; `…:farewell:<process>` says that one ended in order. Each script is one step
 * for Redis: of two processes that change one key at the same time the second sees what the first has done, so a change is told once.
 */
const shared = `
local root = KEYS[1]
local set = root .. ':processes'
local function held(process) return root .. ':held:' .. process end
local function farewell(process) return root .. ':farewell:' .. process end
local function lives(process) return redis.call('EXISTS', root .. ':alive:' .. process) == 1 end
local function livingBut(own)
  local living = {}
  for _, process in ipairs(redis.call('SMEMBERS', set)) do
    if process ~= own and lives(process) then living[#living + 1] = process end
  end
  return living
end
local function highest(processes, key)
  local most = 0
  for _, process in ipairs(processes) do most = math.max(most, tonumber(redis.call('HGET', held(process), key) or 0)) end
  return most
end
`

/** ARGV: the process, how long a hash is kept (ms), then keys and values. Gives keys and new highest values of those that changed. */
export const claimScript = `${shared}
local own, changed = ARGV[1], {}
local others, counted = livingBut(own), lives(own) and { own } or {}
for at = 3, #ARGV, 2 do
  local key, value = ARGV[at], tonumber(ARGV[at + 1])
  local elsewhere = highest(others, key)
  local before = math.max(elsewhere, highest(counted, key))
  if value > 0 then redis.call('HSET', held(own), key, value) else redis.call('HDEL', held(own), key) end
  local after = math.max(elsewhere, value)
  if after ~= before then
    changed[#changed + 1] = key
    changed[#changed + 1] = after
  end
end
redis.call('PEXPIRE', held(own), ARGV[2])
return changed
`

/**
 * ARGV: the process, how long it counts as alive (ms), how long a hash is kept (ms). Gives first 1 when nothing was known of the
 * process any more, else 0; then how many have died without a farewell; then keys and highest values of those whom the dead had claimed
 * higher.
 */
export const beatScript = `${shared}
local own = ARGV[1]
redis.call('SET', root .. ':alive:' .. own, 1, 'PX', ARGV[2])
redis.call('PEXPIRE', held(own), ARGV[3])
local told = { redis.call('SADD', set, own), 0 }
for _, process in ipairs(redis.call('SMEMBERS', set)) do
  if not lives(process) then
    local theirs = redis.call('HGETALL', held(process))
    redis.call('DEL', held(process))
    redis.call('SREM', set, process)
    if redis.call('DEL', farewell(process)) == 0 then told[2] = told[2] + 1 end
    local living = livingBut(process)
    for at = 1, #theirs, 2 do
      local left = highest(living, theirs[at])
      if left < tonumber(theirs[at + 1]) then
        told[#told + 1] = theirs[at]
        told[#told + 1] = left
      end
    end
  end
end
return told
`

/** ARGV: keys. Gives the highest value of each. */
export const highestScript = `${shared}
local living, values = livingBut(''), {}
for at, key in ipairs(ARGV) do values[at] = highest(living, key) end
return values
`

/** Gives how many keys living processes claim; one that several claim counts once. */
export const countScript = `${shared}
local living = livingBut('')
if #living == 1 then return redis.call('HLEN', held(living[1])) end
local seen, count = {}, 0
for _, process in ipairs(living) do
  for _, key in ipairs(redis.call('HKEYS', held(process))) do
    if not seen[key] then
      seen[key] = true
      count = count + 1
    end
  end
end
return count
`

/** ARGV: the process, how long its word is kept (ms). */
export const farewellScript = `${shared}
redis.call('SET', farewell(ARGV[1]), 1, 'PX', ARGV[2])
return 0
`
