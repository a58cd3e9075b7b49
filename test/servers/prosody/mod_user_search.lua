-- User search (XEP-0055) over the accounts of the parent host, with and without a form (XEP-0004).
-- An asterisk stands for any characters; an empty query finds everybody.
local st = require "util.stanza";
local dataforms = require "util.dataforms";
local usermanager = require "core.usermanager";

local XMLNS = "jabber:iq:search";
local host = module.host:match("^[^.]+%.(.+)$");

local query_form = dataforms.new {
	title = "User search";
	{ name = "FORM_TYPE"; type = "hidden"; value = XMLNS };
	{ name = "nick"; type = "text-single"; label = "Nickname (* for any characters)" };
};

local COLUMNS = {
	{ var = "jid"; type = "jid-single"; label = "JID" };
	{ var = "nick"; type = "text-single"; label = "Nickname" };
};

module:depends("disco");
module:add_identity("directory", "user", module:get_option_string("name"));
module:add_feature(XMLNS);

local function pattern(wanted)
	local escaped = wanted:lower():gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0");
	return "^" .. escaped:gsub("%*", ".*") .. "$";
end

local function find(wanted)
	if not wanted or wanted == "" then wanted = "*"; end
	local found, fits = {}, pattern(wanted);
	for user in usermanager.users(host) do
		if user:match(fits) then table.insert(found, { jid = user .. "@" .. host; nick = user }); end
	end
	table.sort(found, function (a, b) return a.jid < b.jid; end);
	return found;
end

module:hook("iq-get/host/" .. XMLNS .. ":query", function (event)
	local reply = st.reply(event.stanza):query(XMLNS);
	reply:text_tag("instructions", "Fill in a nickname. An asterisk stands for any characters.");
	reply:text_tag("nick", ""):add_child(query_form:form());
	event.origin.send(reply);
	return true;
end);

local function result_form(users)
	local form = st.stanza("x", { xmlns = "jabber:x:data"; type = "result" });
	form:tag("field", { var = "FORM_TYPE"; type = "hidden" }):text_tag("value", XMLNS):up();
	form:tag("reported");
	for _, column in ipairs(COLUMNS) do form:tag("field", column):up(); end
	form:up();
	for _, user in ipairs(users) do
		form:tag("item");
		for _, column in ipairs(COLUMNS) do
			form:tag("field", { var = column.var }):text_tag("value", user[column.var]):up();
		end
		form:up();
	end
	return form;
end

module:hook("iq-set/host/" .. XMLNS .. ":query", function (event)
	local query = event.stanza.tags[1];
	local form = query:get_child("x", "jabber:x:data");
	local reply = st.reply(event.stanza):query(XMLNS);
	if form then
		reply:add_child(result_form(find(query_form:data(form).nick)));
	else
		for _, user in ipairs(find(query:get_child_text("nick"))) do
			reply:tag("item", { jid = user.jid }):text_tag("nick", user.nick):up();
		end
	end
	event.origin.send(reply);
	return true;
end);
