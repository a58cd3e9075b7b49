-- Component: many occupants of one room, who come and go a little, and of whom a few talk.
-- They are addresses of this component, so that they take neither accounts nor connections.
local st = require "util.stanza";

local MUC = "http://jabber.org/protocol/muc";
local room = assert(module:get_option_string("crowd_room"), "crowd_room is missing");
local size = module:get_option_number("crowd_size");
-- All at once would keep everybody else waiting.
local ENTER_AT_ONCE, ENTER_SECONDS = 4, 0.02;
local TALK_SECONDS, MOVE_SECONDS = 20, 15;

local FIRST = { "Alan", "Barbara", "Claude", "Dorothy", "Edsger", "Frances", "Gordon", "Hedy", "Ivan", "Jean",
	"Katherine", "Linus", "Margaret", "Niklaus", "Olga", "Peter", "Radia", "Sophie", "Tim", "Ursula" };
local LAST = { "A.", "B.", "D.", "G.", "H.", "K.", "L.", "N.", "R.", "W." };
local SHOWS = { false, false, false, "away", false, "dnd", false, "xa" };
local LINES = {
	"Does anybody know why the build is slower since Monday?",
	"The cache key has the date in it. It never fits.",
	"That explains it. Thank you!",
	"Who reviews the change to the parser?",
	"I do, after lunch.",
	"Reminder: no release on a Friday.",
	"It is Friday somewhere.",
	"Has the talk on queues been recorded?",
	"Yes, and the slides are in the wiki.",
};

local function name_of(n)
	local round = (n - 1) // (#FIRST * #LAST);
	local name = FIRST[(n - 1) % #FIRST + 1].." "..LAST[(n - 1) // #FIRST % #LAST + 1];
	return round == 0 and name or name.." "..(round + 1);
end

local function address_of(n)
	return ("p%d@%s/desk"):format(n, module.host);
end

local function enter(n)
	local presence = st.presence({ from = address_of(n), to = room.."/"..name_of(n) });
	local show = SHOWS[n % #SHOWS + 1];
	if show then presence:text_tag("show", show); end
	module:send(presence:tag("x", { xmlns = MUC }));
end

local function leave(n)
	module:send(st.presence({ type = "unavailable", from = address_of(n), to = room.."/"..name_of(n) }));
end

local function say(n, text)
	module:send(st.message({ type = "groupchat", from = address_of(n), to = room, id = "line"..n }, text));
end

-- Whoever enters first has made the room, and opens it for the others.
local function open_room()
	local iq = st.iq({ type = "set", id = "open", from = address_of(1), to = room });
	iq:tag("query", { xmlns = MUC.."#owner" }):tag("x", { xmlns = "jabber:x:data", type = "submit" });
	local function field(name, value)
		iq:tag("field", { var = name }):text_tag("value", value):up();
	end
	field("FORM_TYPE", MUC.."#roomconfig");
	field("muc#roomconfig_roomname", "Crowd");
	field("muc#roomconfig_roomdesc", size.." people");
	field("muc#roomconfig_publicroom", "1");
	module:send(iq);
	module:send(st.message({ type = "groupchat", from = address_of(1), to = room })
		:text_tag("subject", "A room with many people"));
end

-- What the room tells them, they know.
local function ignore() return true; end
for _, kind in ipairs { "presence", "message" } do module:hook(kind.."/full", ignore); end

local line = 0;
local function talk()
	say(line % 5 + 2, LINES[line % #LINES + 1]);
	line = line + 1;
	return TALK_SECONDS;
end

local away;
local function move()
	if away then enter(away); away = nil;
	else away = math.random(10, size); leave(away); end
	return MOVE_SECONDS;
end

local entered = 0;
local function enter_some()
	for _ = 1, math.min(ENTER_AT_ONCE, size - entered) do
		entered = entered + 1;
		enter(entered);
		if entered == 1 then open_room(); end
	end
	if entered < size then return ENTER_SECONDS; end
	for _ = 1, 3 do talk(); end
	module:add_timer(TALK_SECONDS, talk);
	module:add_timer(MOVE_SECONDS, move);
end
module:add_timer(0, enter_some);
