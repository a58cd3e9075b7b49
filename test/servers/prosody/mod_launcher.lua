-- Accounts, rosters and connections over HTTP, for the program that started this server.
-- POST /launcher/COMMAND with a JSON object and the bearer token of the configuration.
local json = require "util.json";
local modulemanager = require "core.modulemanager";
local rostermanager = require "core.rostermanager";
local usermanager = require "core.usermanager";
local st = require "util.stanza";

local host = module.host;
local token = assert(module:get_option_string("launcher_token"), "launcher_token is missing");
local commands = {};

-- Creates an account, or sets the password of the one that exists.
function commands.add_user(args)
	return usermanager.create_user(args.user, args.password, host);
end

function commands.remove_user(args)
	return usermanager.delete_user(args.user, host);
end

-- Puts a contact into a roster and tells the clients that are online.
function commands.add_roster_item(args)
	local roster = rostermanager.load_roster(args.user, host);
	local groups = {};
	for _, group in ipairs(args.groups) do groups[group] = true; end
	roster[args.jid] = { subscription = args.subscription, name = args.name, groups = groups };
	local saved, err = rostermanager.save_roster(args.user, host, roster, args.jid);
	if saved then rostermanager.roster_push(args.user, host, args.jid); end
	return saved, err;
end

-- Lets strangers of another domain, x1 to x<count>, ask to see an account's presence. They are not
-- stored: that takes Prosody minutes for a thousand.
function commands.request_subscriptions(args)
	for _, session in pairs(prosody.hosts[host].sessions[args.user].sessions) do
		for n = 1, args.count do
			local from = ("x%d@stranger.example"):format(n);
			session.send(st.presence({ type = "subscribe", from = from, to = args.user.."@"..host }));
		end
	end
	return true;
end

-- Ends every client's stream.
function commands.close_clients()
	for _, account in pairs(prosody.hosts[host].sessions) do
		for _, session in pairs(account.sessions) do session:close(); end
	end
	return true;
end

-- The resources that are bound, those of lost streams that may be resumed among them.
function commands.resources(args)
	local account = prosody.hosts[host].sessions[args.user];
	local names = {};
	for name in pairs(account and account.sessions or {}) do names[#names + 1] = name; end
	return table.concat(names, "\n");
end

-- Takes away the proxy of SOCKS5 bytestreams; clients that know it find nobody there.
function commands.stop_proxy()
	local unloaded, err = modulemanager.unload("proxy." .. host, "proxy65");
	if not unloaded then return unloaded, err; end
	return modulemanager.unload("*", "proxy65");
end

local function handle(event, name)
	if event.request.headers.authorization ~= "Bearer " .. token then return 401; end
	local command = commands[name];
	if not command then return 404; end
	local ok, err = command(json.decode(event.request.body));
	if type(ok) == "string" then return ok; end
	if ok then return 200; end
	event.response.status_code = 409;
	return tostring(err);
end

module:depends("http");
module:provides("http", { default_path = "/launcher"; route = { ["POST /*"] = handle } });
