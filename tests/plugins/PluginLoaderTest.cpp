//
// PluginLoaderTest.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/PluginLoader.h"
#include "ExtensionPipeline.h"
#include "WS/ExtensionRegistry.h"
#include "plugins/Loading.h"
#include <boost/test/unit_test.hpp>
#include <thread>


using namespace WS;
using namespace WS::Test;


namespace {


struct Greeted: public ExtensionPipeline
	/// With hello in it.
{
	Greeted():
		ExtensionPipeline(nullptr)
	{
		const auto hello = PluginLoader::load(WS_TEST_HELLO);
		add(hello, hello->createServerSession({ExtensionParams{{"greeting", "Hello"}}}), {});
	}
};


Message marked(std::string_view payload)
{
	Message message(Opcode::TEXT, payload);
	message.rsv = Rsv::RSV3;
	return message;
}


} // namespace


BOOST_AUTO_TEST_SUITE(PluginLoaderTest)


BOOST_AUTO_TEST_CASE(loadsAnExtensionThatWorks)
{
	const auto hello = PluginLoader::load(WS_TEST_HELLO);
	BOOST_TEST(hello->name() == "x-hello");
	BOOST_TEST((hello->rsv() == Rsv::RSV3));

	Greeted pipeline;
	Message message(Opcode::TEXT, "world");
	BOOST_TEST(!pipeline.encode(message, {}));
	BOOST_TEST(message.payload == "Hello world");
	BOOST_TEST((message.rsv == Rsv::RSV3));
}


BOOST_AUTO_TEST_CASE(optionsReachThePlugin)
{
	const auto hello = PluginLoader::load(WS_TEST_HELLO, "greeting=Ahoy");
	BOOST_TEST((hello->createClientSession()->offers() == std::vector{ExtensionParams{{"greeting", "Ahoy"}}}));
}


BOOST_AUTO_TEST_CASE(optionsThatThePluginRefusesAreItsError)
{
	BOOST_TEST(refusal(WS_TEST_HELLO, "greting=Hi") == "no extension x-hello: unknown option \"greting\"");
	BOOST_TEST(refusal(WS_TEST_HELLO, "greeting=a b") == "no extension x-hello: option greeting is \"a b\", not a token");
	BOOST_TEST(refusal(WS_TEST_HELLO, "greeting") == "no extension x-hello: \"greeting\" is not key=value");
	BOOST_TEST(refusal(object("fine"), "a=b") == "no extension x-fine: unknown option \"a\"");
}


BOOST_AUTO_TEST_CASE(directoryIsLoadedInOrderAndTellsWhatItRefused)
{
	const auto directory = PluginLoader::loadDirectory(WS_TEST_OBJECTS);
	std::vector<std::string> names;
	for (const auto& extension: directory.extensions) names.emplace_back(extension->name());
	BOOST_TEST((names == std::vector<std::string>{"x-fine", "x-second"}));
	BOOST_TEST(directory.refused.size() > 20);
	BOOST_TEST(directory.refused.front().path == object("api"));
	BOOST_TEST(directory.refused.front().reason.starts_with(object("api") + ": was built otherwise: API is "));
	const auto isBefore = [](const auto& a, const auto& b) { return a.path < b.path; };
	BOOST_TEST(std::is_sorted(directory.refused.begin(), directory.refused.end(), isBefore));
}


BOOST_AUTO_TEST_CASE(directoryWithoutPluginsIsEmpty)
{
	const Folder folder;
	folder.write("README", "text");
	const auto directory = PluginLoader::loadDirectory(folder.path);
	BOOST_TEST(directory.extensions.empty());
	BOOST_TEST(directory.refused.empty());
}


BOOST_AUTO_TEST_CASE(directoryThatIsNoneIsRefused)
{
	BOOST_CHECK_THROW(PluginLoader::loadDirectory(WS_TEST_HELLO), Poco::LibraryLoadException);
	BOOST_CHECK_THROW(PluginLoader::loadDirectory("/nowhere/at/all"), Poco::LibraryLoadException);
}


BOOST_AUTO_TEST_CASE(inspectionDescribesAndKeepsNothing)
{
	const std::string path = WS_TEST_INSPECTED;
	const auto description = PluginLoader::inspect(path);
	BOOST_TEST(!isLoaded(path));
	BOOST_TEST(description.path == path);
	BOOST_TEST(description.name == "x-inspected");
	BOOST_TEST(description.version == "1.0");
	BOOST_TEST((description.rsv == Rsv::RSV2));
	BOOST_REQUIRE(!description.abi.empty());
	BOOST_TEST(description.abi.front().first == "magic");
	BOOST_TEST(description.abi.front().second == "WSPlugin");
	BOOST_TEST(description.abi.back().first == "compiler");
	BOOST_TEST((description.abi == PluginLoader::abi()));
}


BOOST_AUTO_TEST_CASE(inspectionRefusesAsLoadingDoes)
{
	const Folder folder;
	BOOST_CHECK_THROW(PluginLoader::inspect(object("magic")), Poco::LibraryLoadException);
	BOOST_TEST(!isLoaded(object("magic")));
	PluginLoader::load(WS_TEST_HELLO);
	BOOST_TEST(PluginLoader::inspect(WS_TEST_HELLO).name == "x-hello");
	BOOST_CHECK_THROW(PluginLoader::inspect(folder.copy(WS_TEST_HELLO, "hello.so")), Poco::LibraryLoadException);
}


BOOST_AUTO_TEST_CASE(badInput72TheSameFileIsOnePluginByWhateverPath)
{
	const Folder folder;
	const auto first = PluginLoader::load(WS_TEST_HELLO, "greeting=a");
	std::filesystem::create_symlink(WS_TEST_HELLO, folder.path + "link.so");
	const auto second = PluginLoader::load(folder.path + "link.so", "greeting=b");
	const auto third = PluginLoader::load(WS_TEST_HELLO, "greeting=c");
	BOOST_TEST(first != second);
	BOOST_TEST(first->name().data() == second->name().data());        // the same object's
	BOOST_TEST(first->name().data() == third->name().data());
}


BOOST_AUTO_TEST_CASE(badInput72TwoExtensionsOfOneNameAreNotRegistered)
{
	ExtensionRegistry registry;
	registry.add(PluginLoader::load(WS_TEST_HELLO));
	BOOST_CHECK_THROW(registry.add(PluginLoader::load(WS_TEST_HELLO)), Poco::ExistsException);
}


BOOST_AUTO_TEST_CASE(badInput72ADirectoryGivesEachPluginOnce)
{
	const Folder folder;
	for (const char* const name: {"hello.so", "hello-1.0.so", "other.so"}) std::filesystem::create_symlink(WS_TEST_HELLO, folder.path + name);
	const auto directory = PluginLoader::loadDirectory(folder.path);
	BOOST_TEST(directory.extensions.size() == 1u);
	BOOST_REQUIRE(directory.refused.size() == 2u);
	BOOST_TEST(directory.refused[0].path == folder.path + "hello.so");
	BOOST_TEST(directory.refused[1].reason == folder.path + "other.so: is the plug-in x-hello of " + folder.path + "hello-1.0.so");
}


BOOST_AUTO_TEST_CASE(badInput73APluginStaysWhenItsLastUserGoes)
{
	PluginLoader::load(WS_TEST_HELLO).reset();
	BOOST_TEST(isLoaded(WS_TEST_HELLO));
	BOOST_TEST(PluginLoader::load(WS_TEST_HELLO)->name() == "x-hello");
}


BOOST_AUTO_TEST_CASE(badInput74AnotherBuildOfALoadedPluginIsRefused)
{
	const Folder folder;
	PluginLoader::load(WS_TEST_HELLO);
	const std::string other = folder.copy(WS_TEST_HELLO, "hello.so");
	BOOST_TEST(refusal(other) == "another build of x-hello is loaded already, version 1.0 from " WS_TEST_HELLO);
	BOOST_TEST(!isLoaded(other));
}


BOOST_AUTO_TEST_CASE(badInput74AFileThatWasReplacedByAnotherBuildIsRefused)
{
	const Folder folder;
	const std::string path = folder.copy(WS_TEST_REPLACEABLE, "replaceable.so");
	const auto loaded = PluginLoader::load(path);
	folder.copy(WS_TEST_REPLACEABLE, "replaceable.so");
	BOOST_TEST(refusal(path) == "was replaced, and another build of it is loaded already: start the process anew to use this one");
	BOOST_CHECK_THROW(PluginLoader::inspect(path), Poco::LibraryLoadException);
	BOOST_TEST(loaded->name() == "x-replaceable");
}


BOOST_AUTO_TEST_CASE(badInput74AFileThatWasReplacedIsRefusedWhenWhatWasInspectedStays)
{
	const Folder folder;
	const std::string path = folder.copy(WS_TEST_STAYING, "plugin.so");
	BOOST_TEST(PluginLoader::inspect(path).name == "x-staying");
	BOOST_REQUIRE(isLoaded(path));
	folder.copy(object("second"), "plugin.so");
	BOOST_TEST(refusal(path).starts_with("was replaced, and another build of it is loaded already"));
}


BOOST_AUTO_TEST_CASE(badInput74AFileThatReplacesARefusedOneIsTaken)
{
	const Folder folder;
	const std::string path = folder.copy(object("api"), "plugin.so");
	BOOST_TEST(refusal(path).starts_with("was built otherwise: API"));
	folder.copy(object("magic"), "plugin.so");
	BOOST_TEST(refusal(path).starts_with("was built otherwise: magic"));
}


BOOST_AUTO_TEST_CASE(badInput76APluginWorksOnWhenItsFileIsReplacedOrGone)
{
	const auto hello = [] {
		const Folder folder;
		return PluginLoader::load(folder.copy(WS_TEST_REMOVABLE, "removable.so"));
	}();
	BOOST_TEST(hello->name() == "x-removable");
	BOOST_TEST(hello->createClientSession() == nullptr);
}


BOOST_AUTO_TEST_CASE(badInput77HostileDataEndsWithThePluginsCode)
{
	Greeted pipeline;
	for (const std::string_view payload: {"", "Hello", "Hellooo", "world"})
	{
		Message message = marked(payload);
		const auto failure = pipeline.decode(message, 100);
		BOOST_REQUIRE(failure);
		BOOST_TEST(failure->text == "x-hello: no greeting");
		BOOST_TEST((failure->code == CloseCode::INVALID_PAYLOAD));
	}
}


BOOST_AUTO_TEST_CASE(badInput77TheLimitHoldsBehindThePlugin)
{
	Greeted pipeline;
	Message message = marked("Hello 123456");
	const auto failure = pipeline.decode(message, 5);
	BOOST_REQUIRE(failure);
	BOOST_TEST((failure->code == CloseCode::MESSAGE_TOO_BIG));
}


BOOST_AUTO_TEST_CASE(manyThreadsMayLoad)
{
	std::vector<std::shared_ptr<const Extension>> loaded(8);
	std::vector<std::thread> threads;
	for (auto& extension: loaded) threads.emplace_back([&extension] { extension = PluginLoader::load(WS_TEST_HELLO); });
	for (auto& thread: threads) thread.join();
	for (const auto& extension: loaded) BOOST_TEST(extension->name().data() == loaded[0]->name().data());
}


BOOST_AUTO_TEST_SUITE_END()
