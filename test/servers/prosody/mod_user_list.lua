-- The list of all accounts for administrators (XEP-0133 §4.18), which Prosody 0.12 lacks: it asks how
-- many are wanted, then lists them.
local dataforms = require "util.dataforms";
local usermanager = require "core.usermanager";
local adhoc_new = module:require "adhoc".new;

local NODE = "http://jabber.org/protocol/admin#get-registered-users-list";
local ADMIN = "http://jabber.org/protocol/admin";

local query_form = dataforms.new {
	title = "Requesting List of Registered Users";
	{ name = "FORM_TYPE", type = "hidden", value = ADMIN };
	{ name = "max_items", type = "list-single", label = "How many", options = { "1", "25", "none" } };
};
local result_form = dataforms.new {
	{ name = "FORM_TYPE", type = "hidden", value = ADMIN };
	{ name = "registereduserjids", type = "jid-multi", label = "The list of all users" };
};

local function list(_, data, state)
	if not state then
		return { status = "executing", actions = { "next", default = "next" }, form = query_form }, "asked";
	end
	local most = tonumber(query_form:data(data.form).max_items) or math.huge;
	local users = {};
	for user in usermanager.users(module.host) do
		if #users < most then table.insert(users, user .. "@" .. module.host); end
	end
	local found = { registereduserjids = users };
	return { status = "completed", result = { layout = result_form, values = found } };
end

module:depends("adhoc");
module:provides("adhoc", adhoc_new("Get List of Registered Users", NODE, list, "admin"));
