//
// plugin.cpp
//
// Loads a copy of the template, and what is installed beside the libraries:
//
//     plugin PLUGIN DIRECTORY
//
// SPDX-License-Identifier: BSL-1.0
//


#include <WS/PluginLoader.h>
#include <Poco/Exception.h>
#include <iostream>
#include <string>


static std::string greeted(const WS::Extension& hello)
	// What the client would send, as the server gets it.
{
	const auto client = hello.createClientSession();
	const auto server = hello.createServerSession(client->offers());
	std::string wire, payload;
	if (!server || !client->activate(server->response())) return "not agreed";
	client->encode(WS::Message(WS::Opcode::TEXT, "world"), {}, wire);
	server->decode(WS::Message(WS::Opcode::TEXT, wire), payload, 100);
	return wire + ", " + payload;
}


int main(int argc, char** argv)
{
	if (argc != 3) return 2;
	try
	{
		const auto hello = WS::PluginLoader::load(argv[1], "greeting=Ahoy");
		std::cout << hello->name() << ": " << greeted(*hello) << std::endl;

		// One of them is the template again, another build of it.
		const auto installed = WS::PluginLoader::loadDirectory(argv[2]);
		for (const auto& extension: installed.extensions) std::cout << extension->name() << std::endl;
		for (const auto& file: installed.refused) std::cout << file.reason << std::endl;
		return greeted(*hello) == "Ahoy world, world" && installed.refused.size() == 1 ? 0 : 1;
	}
	catch (const Poco::Exception& exception)
	{
		std::cerr << exception.displayText() << std::endl;
		return 1;
	}
}
