//
// main.cpp
//
// The command line tool wsdriver.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "CommandLine.h"
#include "Harmless.h"
#include "UsageError.h"
#include <Poco/Exception.h>
#include <algorithm>
#include <fcntl.h>
#include <iostream>
#include <unistd.h>


namespace {


constexpr int FAILURE = 1;
constexpr int USAGE = 2;


void openStandardDescriptors()
	/// A program may be started without them, and a socket that takes the place of one would be read as the input.
{
	int descriptor = 0;
	while (descriptor >= 0 && descriptor <= STDERR_FILENO) descriptor = open("/dev/null", O_RDWR);
	if (descriptor > STDERR_FILENO) close(descriptor);
}


int fail(int code, std::string message)
{
	std::replace(message.begin(), message.end(), '\n', ' ');
	std::cerr << "wsdriver: " << Tool::harmless(message) << std::endl;
	return code;
}


std::string unexpected(const Tool::CommandLine& commandLine)
	/// Repeats nothing that may hold a password: a URL, a header, the value of an option.
{
	const auto rest = commandLine.parser.remaining(true);
	const auto option = std::find_if(rest.begin(), rest.end(), [](const auto& argument) { return argument.starts_with('-'); });
	if (option != rest.end()) return "unknown option " + option->substr(0, option->find('='));
	if (commandLine.inspect->parsed()) return "more arguments than a plug-in and options";
	const bool takesURL = !commandLine.parser.get_subcommands().empty() && !commandLine.serve->parsed();
	return takesURL ? "more arguments than a URL and options" : "unknown argument " + rest.front();
}


bool run(Tool::CommandLine& commandLine, const char* program)
{
	if (commandLine.connect->parsed()) return connect(commandLine.connectOptions);
	if (commandLine.conformance->parsed()) return conformance(commandLine.conformanceOptions);
	if (commandLine.autobahn->parsed()) return autobahn(commandLine.autobahnOptions);
	if (commandLine.inspect->parsed()) inspect(commandLine.inspectOptions);
	else if (commandLine.serve->parsed()) serve(commandLine.serveOptions, program);
	else throw Tool::UsageError("serve, connect, conformance, autobahn or inspect? (try --help)");
	return true;
}


} // namespace


int main(int argc, char** argv)
{
	openStandardDescriptors();
	try
	{
		Tool::CommandLine commandLine;
		try
		{
			commandLine.parser.parse(argc, argv);
		}
		catch (const CLI::ExtrasError&)
		{
			throw Tool::UsageError(unexpected(commandLine) + " (try --help)");
		}
		catch (const CLI::ParseError& error)
		{
			if (error.get_exit_code() == 0) return commandLine.parser.exit(error);        // --help and --version
			throw Tool::UsageError(std::string(error.what()) + " (try --help)");
		}
		return run(commandLine, argv[0]) ? 0 : FAILURE;
	}
	catch (const Tool::UsageError& error)
	{
		return fail(USAGE, error.what());
	}
	catch (const Poco::InvalidArgumentException& exception)
	{
		return fail(USAGE, exception.message());        // as SyntaxException: what the library thinks of the options
	}
	catch (const Poco::SyntaxException& exception)
	{
		return fail(USAGE, exception.message());
	}
	catch (const Poco::Exception& exception)
	{
		return fail(FAILURE, exception.message().empty() ? exception.displayText() : exception.message());
	}
	catch (const std::exception& exception)
	{
		return fail(FAILURE, exception.what());
	}
}
